/* futures.h - a value that is not there yet: Python's asyncio.Future.
 *
 * A future is pending until it is done: then it has a value, or an error, or it was
 * cancelled. A future that is done does not change any more. To be called when a future
 * is done, add a handle to its callbacks.
 *
 * A future is freed when there is no reference to it. It is made with one reference,
 * which belongs to its maker. A function "takes" a future if it takes over that
 * reference; it "borrows" a future if the reference stays the caller's. All functions
 * here borrow, except future_unref. A NULL future stands for a future for which there
 * was no memory: it behaves as a future that has failed with -ENOMEM.
 *
 * A function that returns int returns 0, or a negative errno. Only the thread of its
 * loop may use a future. */
#ifndef ASYNCIO_FUTURES_H
#define ASYNCIO_FUTURES_H

#include "events.h"

typedef struct Future Future;

/* loop.create_future(): returns a new reference to a pending future. NULL: no memory, or
 * loop is NULL. */
Future *loop_create_future(Loop *loop);

/* future.set_result(value), future.set_exception(error): the future is done, and its
 * callbacks are called in the next pass. The future does not own what value points to.
 * -EALREADY: it was done before; -EINVAL: error is not negative, or INT_MIN; or the
 * future completes itself, as tasks do. The error -ECANCELED cancels the future. */
int future_set_result(Future *future, void *value);
int future_set_error(Future *future, int error);

/* future.cancel(): a plain future is cancelled at once; a task gets a cancellation
 * request; a gather cancels its children. false: the future is done already. */
bool future_cancel(Future *future);

/* future.done(), future.cancelled(). */
static inline bool future_done(const Future *future);
static inline bool future_cancelled(const Future *future);

/* future.result(), any number of times: 0 and the value; or its error, which is
 * -ECANCELED if it was cancelled; or -EINPROGRESS if it is pending. If there is no
 * value, NULL is stored. value may be NULL. */
static inline int future_result(Future *future, void **value);

/* future.add_done_callback(): the loop calls the handle in the pass after the one in
 * which the future is done, or in the next pass if it is done already. Callbacks are
 * called in the order in which they were added. handle_cancel takes the handle back,
 * also after the future is done. -ESHUTDOWN: the future is done, but its loop is closed;
 * -EBUSY: the handle is somewhere already. A NULL future is done: the running loop calls
 * the handle; -EINVAL: no loop is running. */
int future_add_done_callback(Future *future, Handle *handle);

/* future_ref adds a reference, which is the caller's, and returns the future.
 * future_unref takes one reference. With the last one the future is freed: if it is
 * pending, its callbacks are forgotten and never called; if it has an error that nobody
 * has looked at, the error is reported. */
static inline Future *future_ref(Future *future);
static inline void future_unref(Future *future);

/* For what is built on futures: other kinds of them. */

/* What kinds of futures differ in. */
typedef struct FutureKind {
	const char *what;         /* for messages: a task "waits for WHAT" */
	bool (*cancel)(Future *); /* what future_cancel does if it is pending */
	void (*free)(Future *);   /* called with the last reference; NULL: nothing is */
	bool completes_itself;    /* future_set_result and future_set_error refuse */
	const struct FutureReport *report; /* what else reports say; NULL: nothing */
} FutureKind;

typedef enum FutureState {
	FUTURE_PENDING,
	FUTURE_CANCELLED,
	FUTURE_FINISHED
} FutureState;

struct Future {
	const FutureKind *kind;
	Loop *loop;
	Links callbacks; /* while it is pending: handles to call when it is done */
	FutureState state;
	int status;  /* once it is done: 0, or its error */
	void *value; /* once it is done: the value, or NULL if status is negative. Before:
	                what its kind keeps there for reports, or NULL */
	unsigned refs;
	bool unseen;  /* it has an error that nobody has looked at */
	bool is_task; /* it is the beginning of a TaskObject (tasks.h) */
};

/* Makes a pending future of memory that the caller has, perhaps on a coroutine's stack.
 * Nothing is allocated. If its kind has no function free, references do not matter. */
static inline void future_init(Future *future, Loop *loop, const FutureKind *kind);

/* A pending future is done from now on: CANCELLED or FINISHED, with this outcome. status
 * is 0 or negative. */
void future_settle(Future *future, FutureState state, int status, void *value);

/* What future_cancel does with a plain future: it is CANCELLED. Returns true. */
bool future_settle_cancelled(Future *future);

/* Returns a new reference to a future that has failed with this error, for functions
 * that return a future to refuse with one. NULL: no memory. */
Future *future_failed(Loop *loop, int error);

/* Called when a future is freed: reports an error that nobody has looked at ("the error
 * of WHO was never looked at: WHY"), and forgets its callbacks. */
static inline void future_end(Future *future);

/* For the function free of a kind whose futures are of malloc: ends the future, tells
 * debug mode, and frees its memory. */
void future_dispose(Future *future);

#include "futures_inline.h"
#include "instruments/made.h"

#endif
