/* threads_private.h - what the files about threads need of each other. Everything here
 * that says "with the lock" is touched by more than one thread, and each of them holds
 * the one lock (machines/lock.h) while it does so. Futures, tasks and the rest of a loop
 * are touched by the loop's own thread alone. */
#ifndef ASYNCIO_THREADS_PRIVATE_H
#define ASYNCIO_THREADS_PRIVATE_H

#include "executor.h"
#include "machines/lock.h"
#include "io_selector.h"
#include "waiters.h"

/* What other threads see of a loop. It is on the list of all inboxes until the loop is
 * closed. So a loop that has no inbox on that list is closed, or was freed long ago. */
typedef struct Inbox {
	/* With the lock. */
	Links links;   /* on the list of all */
	Loop *loop;
	Links handles; /* what other threads have left for the loop to call */
	Links futures; /* ThreadFutures that the loop still has to do with */
	int blocked;   /* step 5.5: how many of its calls wait for a ThreadFuture of it */
	bool woken;    /* a wake-up lies in the pipe; one is enough */
	int ends[2];   /* the wake-up pipe: the loop reads ends[0], ends[1] is written */

	/* Of the loop's thread. */
	Handle reader, closing;
	void (*ask)(IoSelector *selector, double deadline, Links *ready);
	double patience;  /* how long it sleeps next, if only threads can wake it */
	int calls;        /* step 5.5: calls on threads that have not ended yet */
	Links idlers;     /* tasks that wait until there are none */
	bool is_shutdown; /* its executor takes no more calls */
} Inbox;

/* The inboxes of all loops that are not closed. With the lock. */
extern Links inboxes;

/* Returns the inbox of a loop. NULL: the loop is closed. Called with the lock. */
Inbox *inbox_find(const Loop *loop);

/* Puts a handle that is nowhere into the inbox, and wakes the loop. Called with the
 * lock. */
void inbox_put(Inbox *inbox, Handle *handle);

/* Wakes the loop. Called with the lock. */
void inbox_wake(Inbox *inbox);

/* The next three are called in the loop's thread, without the lock. When the pipe is
 * readable, makes ready what has come. */
void inbox_read(void *inbox);

/* Gives a new loop its inbox. */
int inbox_new(Loop *loop);

/* Returns the inbox of a loop that is not closed. */
static inline Inbox *inbox_of(const Loop *loop);

/* Returns whether the calling thread runs the loop of this inbox, or is the only thread
 * that could run it. Called with the lock. (instruments/awake.c, like the next one.) */
bool inbox_is_own(const Inbox *inbox);

/* Has the selector ask the inbox first whether the loop may sleep, and for how long.
 * Called without the lock. */
void inbox_keep_awake(Inbox *inbox, IoSelector *selector);

/* Called when the loop of this inbox is being closed, without the lock: no thread may
 * wait for a coroutine of that loop any more. */
void thread_futures_close(Inbox *inbox);

/* The same in a child of fork, with the lock: the loop was the parent's, and in the
 * child it is closed. */
void thread_futures_forget(Inbox *inbox);

/* A future with a thread behind it. Besides the reference of the caller that made it, it
 * has one of its own until its loop has heard that the call is over, or is closed. */
typedef struct Call {
	/* Of the loop's thread. */
	Future future; /* first: a Call is a Future */
	Handle closing;
	/* These do not change. */
	void *arg;
	void (*free)(void *call); /* called when neither loop nor thread needs the call */
	/* Of the thread that runs fn; of the loop's thread from done on. */
	int status; /* what fn has returned */
	void *value;
	/* With the lock. */
	CoroutineFn *fn; /* NULL: the call was cancelled, and fn must not be called */
	Loop *loop;      /* hears when the call is over; NULL: the loop is closed */
	Links links;     /* in the pool's queue */
	Handle done;     /* goes into the inbox when the call is over */
	int owners;      /* the future, and the thread: so many still need the call */
} Call;

/* Gives the call to the pool, as loop_run_in_executor does, but in memory of the caller,
 * who may have put more behind the Call. The memory is freed in any case, with free and
 * perhaps by another thread. */
Future *call_begin(Call *call, Loop *loop, CoroutineFn *fn, void *arg,
                   void (*free)(void *call));

/* One owner less needs the call; the last one frees it. Called without the lock, which it
 * takes to count. */
void call_let_go(Call *call);

/* Has a thread of the pool run the call, soon. Returns 0, or -EAGAIN: there can be no
 * thread. Called without the lock. */
int pool_add(Call *call);

/* The call that the calling thread runs, or NULL. */
extern _Thread_local Call *pool_call;

/* There is no thread of the pool any more. Called with the lock, in a child of fork. */
void pool_forget(void);

/* What asyncio_run does in the end: waits for the calls that have not ended. */
void executor_finish(Loop *loop);

/* ==== Given: the selector of a loop knows its inbox ==== */

static inline Inbox *inbox_of(const Loop *loop)
{
	return ((IoSelector *)(void *)loop->selector)->inbox;
}

#endif
