/* threads_private.h - what the files about threads need of each other, and nobody
 * else. Whatever more than one thread may touch is touched with the one lock. Futures,
 * tasks and the rest of a loop are its own thread's. */
#ifndef THREADS_PRIVATE_H
#define THREADS_PRIVATE_H

#include "executor.h"
#include "machines/lock.h"
#include "selectors.h"

/* What other threads know of a loop. It is on the list of all, until the loop is closed:
 * one that is not found there is closed, or was freed long ago. */
typedef struct Inbox {
	Links links;
	Loop *loop;
	pthread_t thread; /* that runs it, or has made it */
	Links handles;    /* to be called */
	Links futures;    /* ThreadFutures that the loop has to do with */
	size_t blocked;   /* of its calls: those that wait for such a one */
	bool knocked;     /* there is a byte in the pipe: one is enough */
	int ends[2];      /* the pipe */

	/* Of the loop's thread. */
	Handle reader, closing;
	void (*select)(Selector *selector, double deadline, Links *ready);
	double patience;    /* for how long it sleeps next, if only threads can wake it */
	size_t calls;       /* on the pool, those in its line included */
	Links idle_waiters; /* who waits until there are none */
	bool is_shutdown;   /* there will be no more */
} Inbox;

/* With the lock: the inbox of a loop, NULL: it is closed; has the loop call the handle,
 * which is nowhere; wakes the loop. */
Inbox *inbox_find(const Loop *loop);
void inbox_put(Inbox *inbox, Handle *handle);
void inbox_knock(Inbox *inbox);

/* Without it. In the loop's thread: gives a new loop its inbox; the inbox of one that is
 * not closed. */
int inbox_new(Loop *loop);
Inbox *inbox_of(const Loop *loop);

/* instruments/awake.c: with the lock, is it this thread's, and can be no other's; has the
 * selector ask it first whether, and how long, the loop may sleep. */
bool inbox_is_own(const Inbox *inbox);
void inbox_keep_awake(Inbox *inbox, Selector *selector);

/* A future with a thread behind it. Besides its maker's reference it has one of its own,
 * until its loop has heard that it is over, or is closed. */
typedef struct Call {
	/* Of the loop's thread. */
	Future future; /* first: it is one */
	Handle closing;
	/* Of nobody: they do not change. */
	CoroutineFn *fn;
	void *arg;
	void (*drop)(void *arg); /* when nobody needs arg any more; or NULL */
	/* With the lock. */
	Links links; /* in the line for a thread, while it is QUEUED */
	enum { QUEUED, RUNNING, OVER } state;
	bool closed; /* the loop is: there is nobody to tell that it is over */
	bool orphan; /* only its thread has it any more, and frees it */
	int status;  /* what fn has returned, when it is over */
	void *value;
	Handle done; /* is in the inbox then */
} Call;

/* The pool, with the lock: gives the call to a thread, soon: -errno, there is none; takes
 * back one that no thread has begun: false, too late; frees a call; how many threads have
 * nothing to do; the loop whose call this thread has, or NULL; and after a fork there is
 * no thread. */
int pool_add(Call *call);
bool pool_take_back(Call *call);
void pool_free(Call *call);
size_t pool_idle(void);
Loop *pool_loop(void);
void pool_forget(void);

/* loop_run_in_executor; drop(arg) is called once in any case, perhaps by another thread,
 * with the lock. */
Future *executor_call(Loop *loop, CoroutineFn *fn, void *arg, void (*drop)(void *arg));

/* What asyncio_run does at its end. */
void executor_finish(Loop *loop);

/* The loop is being closed. */
void thread_futures_close(Inbox *inbox);

#endif
