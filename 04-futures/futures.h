/* futures.h - a value that is not there yet: Python's asyncio.Future.
 *
 * A future is pending, and some day it is done: it has a value, or an error, or it
 * was cancelled. What is done does not change. Whoever wants to know leaves a handle
 * with it.
 *
 * A future is freed when nobody refers to it. It is born with one reference, which
 * is its maker's. A function "takes" a future if that reference is the function's
 * afterwards; it "looks at" one if it stays yours. A NULL future is one that there
 * was no memory for: it behaves as one that has failed with -ENOMEM.
 *
 * A function that returns int returns 0, or a negative errno. Only the thread of its
 * loop may touch a future. */
#ifndef ASYNCIO_FUTURES_H
#define ASYNCIO_FUTURES_H

#include "events.h"

typedef struct Future Future;

/* loop.create_future(): pending. It is yours. NULL: no memory, or no loop. */
Future *loop_create_future(Loop *loop);

/* future.set_result(value), future.set_exception(error): it is done, and whoever
 * waits is called in the next pass. Looks at value. -EALREADY: it was done before;
 * -EINVAL: error is not negative, or INT_MIN; or the future completes itself, as tasks
 * do. The error -ECANCELED is a cancel. */
int future_set_result(Future *future, void *value);
int future_set_error(Future *future, int error);

/* future.cancel(): asks for its end. A plain future is cancelled at once, a task is
 * told to unwind, a gather asks its children. false: it is done already. */
bool future_cancel(Future *future);

/* future.done(), future.cancelled(). */
static inline bool future_done(const Future *future);
static inline bool future_cancelled(const Future *future);

/* future.result(), any number of times: 0 and the value, or its error, -ECANCELED if
 * it was cancelled; -EINPROGRESS: it is pending. Where no value came, NULL is
 * stored; value may be NULL. */
static inline int future_result(Future *future, void **value);

/* future.add_done_callback(): calls the handle in the pass after the one in which it is
 * done, or in the next one if it is done; in the order in which they were added.
 * handle_cancel takes it back, also when the future is done. Looks at both. -ESHUTDOWN:
 * done, but the loop is closed; -EBUSY: the handle is somewhere already. A NULL future is
 * done, and the running loop calls the handle; -EINVAL: no loop is running. */
int future_add_done_callback(Future *future, Handle *handle);

/* One reference more, for you: returns future. And one fewer: the last one frees it,
 * and forgets the callbacks of one that is pending. An error that nobody has looked
 * at is reported then. */
static inline Future *future_ref(Future *future);
static inline void future_unref(Future *future);

/* For what is built on futures: other kinds of them. */

/* What kinds of futures differ in. */
typedef struct FutureKind {
	const char *what;         /* for messages: a task "waits for WHAT" */
	bool (*cancel)(Future *); /* future_cancel, of one that is pending */
	void (*free)(Future *);   /* after the last reference; NULL: it is not ours */
	bool completes_itself;    /* it is nobody else's to set */
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
	Links callbacks; /* while it is pending: handles to be called when it is done */
	FutureState state;
	int status;  /* once it is done: 0, or its error */
	void *value; /* once it is done: NULL, unless status is 0. Before: what its kind
	                keeps there for reports, or NULL */
	unsigned refs;
	bool unseen;  /* it has an error that nobody has looked at */
	bool is_task; /* it is the beginning of a TaskObject (tasks.h) */
};

/* Makes a pending future of memory that is yours, on a coroutine's stack perhaps:
 * nothing is allocated, and references to it do not count. */
static inline void future_init(Future *future, Loop *loop, const FutureKind *kind);

/* It is done: CANCELLED or FINISHED, with this outcome. It must be pending. */
void future_settle(Future *future, FutureState state, int status, void *value);

/* What future_cancel does with a plain future: it is CANCELLED. Returns true. */
bool future_settle_cancelled(Future *future);

/* A future that has failed, for functions that return one to refuse with. Yours. */
Future *future_failed(Loop *loop, int error);

/* When it is freed: reports an error that nobody has looked at ("the error of WHO was
 * never looked at: WHY"), and forgets its callbacks. */
static inline void future_end(Future *future);

/* The same, tells debug mode of it with made_ends, and frees its memory, which is of
 * malloc. */
void future_dispose(Future *future);

#include "futures_inline.h"
#include "instruments/made.h"

#endif
