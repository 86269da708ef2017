/* threads_private.h - what the files about threads need of each other, and nobody
 * else. Whatever more than one thread may touch is touched with the one lock. Futures,
 * tasks and the rest of a loop are its own thread's. */
#ifndef ASYNCIO_THREADS_PRIVATE_H
#define ASYNCIO_THREADS_PRIVATE_H

#include "executor.h"
#include "machines/lock.h"
#include "io_selector.h"
#include "waiters.h"

/* What other threads know of a loop. It is on the list of all, until the loop is closed:
 * one that is not found there is closed, or was freed long ago. */
typedef struct Inbox {
	Links links;
	Loop *loop;
	Links handles; /* to be called */
	Links futures; /* ThreadFutures that the loop has to do with */
	int blocked;   /* of its calls: those that wait for such a one */
	bool woken;    /* there is a byte in the pipe: one is enough */
	int ends[2];   /* the pipe */

	/* Of the loop's thread. */
	Handle reader, closing;
	void (*ask)(IoSelector *selector, double deadline, Links *ready);
	double patience;  /* for how long it sleeps next, if only threads can wake it */
	int calls;        /* on the pool, those in its line included */
	Links idlers;     /* who waits until there are none */
	bool is_shutdown; /* there will be no more */
} Inbox;

/* With the lock: the inbox of a loop, NULL: it is closed; has the loop call the handle,
 * which is nowhere; wakes the loop. */
Inbox *inbox_find(const Loop *loop);
void inbox_put(Inbox *inbox, Handle *handle);
void inbox_wake(Inbox *inbox);

/* The inboxes of all loops that are not closed. With the lock. */
extern Links inboxes;

/* Called in the loop's thread when the pipe is readable: makes ready what has come. */
void inbox_read(void *inbox);

/* Without it. In the loop's thread: gives a new loop its inbox; the inbox of one that is
 * not closed. */
int inbox_new(Loop *loop);
Inbox *inbox_of(const Loop *loop);

/* instruments/awake.c: with the lock, is it this thread's, and can be no other's; has the
 * selector ask it first whether, and how long, the loop may sleep. */
bool inbox_is_own(const Inbox *inbox);
void inbox_keep_awake(Inbox *inbox, IoSelector *selector);

/* A future with a thread behind it. Besides its maker's reference it has one of its own,
 * until its loop has heard that it is over, or is closed. */
typedef struct Call {
	/* Of the loop's thread. */
	Future future; /* first: it is one */
	Handle closing;
	/* Of nobody: they do not change. */
	void *arg;
	void (*free)(void *call); /* when neither loop nor thread needs it any more */
	/* Of the thread, and when done is called the loop's. */
	int status; /* what fn has returned */
	void *value;
	/* With the lock. */
	CoroutineFn *fn; /* NULL: it is not to be called any more */
	Loop *loop;      /* is told when it is over; NULL: it is closed */
	Links links;     /* in the line for a thread */
	Handle done;     /* is in the inbox when it is over */
	int owners;      /* its future, and its thread */
} Call;

/* Gives it to the pool: loop_run_in_executor, but in the caller's memory, whatever lies
 * behind it. It is freed in any case, perhaps by another thread. */
Future *call_begin(Call *call, Loop *loop, CoroutineFn *fn, void *arg,
                   void (*free)(void *call));

/* The pool: gives the call to a thread, soon: -EAGAIN, there is none; the call that this
 * thread has, or NULL. With the lock: after a fork there is no thread. */
int pool_add(Call *call);
extern _Thread_local Call *pool_call;
void pool_forget(void);

/* What asyncio_run does at its end. */
void executor_finish(Loop *loop);

/* The loop is being closed. In a child of fork, with the lock: its parent's loops are
 * closed, so threads wait for nothing of theirs. */
void thread_futures_close(Inbox *inbox);
void thread_futures_forget(Inbox *inbox);

#endif
