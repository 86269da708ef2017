/* locks.h - tasks that wait for each other: asyncio.Event, Lock, Condition, Semaphore,
 * BoundedSemaphore and Barrier. Each is a flag, or a number, and a line of tasks.
 *
 * They lie in your memory; zeroed they are as Python makes them, but for what is said. A
 * function that may wait returns 0 or more, or a negative errno: -ECANCELED; -EPERM, it
 * would have to wait and no task is running; -EINVAL, tasks of another loop wait. None is
 * for threads. Each may have a name, for reports, which number those that have none: Lock
 * lock = { .name = "till" }. The other fields are their own, but for what is said. */
#ifndef ASYNCIO_LOCKS_H
#define ASYNCIO_LOCKS_H

#include "waiters.h"

#include <stdint.h>

/* asyncio.Event(): Event event = { 0 }; */
typedef struct Event {
	bool flag;
	const char *name;
	Links waiters;
} Event;

/* await event.wait(): until it is set. Whoever was waiting when it was set goes on,
 * even if it is cleared before. */
MUST_CHECK int event_wait(Event *event);

/* event.set(), event.clear(), event.is_set(). */
void event_set(Event *event);
static inline void event_clear(Event *event);
static inline bool event_is_set(const Event *event);

/* asyncio.Lock(): Lock lock = { 0 }; */
typedef struct Lock {
	const void *locked; /* NULL: it is not. Else an address in the stack of the task
	                       that has locked it, by which a report finds that task */
	bool promised; /* one has been woken, and will lock it when it runs */
	const char *name;
	Links waiters;
} Lock;

/* await lock.acquire(): the longest waiting first; nobody overtakes those who wait. */
MUST_CHECK static inline int lock_acquire(Lock *lock);

/* lock.release(): by whomever. -EPERM: it is not locked. */
static inline int lock_release(Lock *lock);

/* lock.locked(). */
static inline bool lock_locked(const Lock *lock);

/* asyncio.Condition(lock): Condition condition = { .lock = &lock }; */
typedef struct Condition {
	Lock *lock;
	const char *name;
	Links waiters;
} Condition;

/* await condition.wait(): lets go of the lock, waits to be notified, and has the
 * lock again when it returns, whatever it returns. -EPERM: the lock is not locked. */
MUST_CHECK int condition_wait(Condition *condition);

/* await condition.wait_for(predicate): waits until predicate(arg) is true. */
MUST_CHECK int condition_wait_for(Condition *condition, bool (*predicate)(void *),
                                  void *arg);

/* condition.notify(n), condition.notify_all(): wakes the n that wait longest, or
 * all; each returns when it has the lock. -EPERM: the lock is not locked. */
int condition_notify(Condition *condition, size_t n);
int condition_notify_all(Condition *condition);

/* asyncio.Semaphore(3): Semaphore semaphore = { .value = 3 }; without a value it is
 * one of 0. asyncio.BoundedSemaphore(3): { .value = 3, .bound = 3 }. */
typedef struct Semaphore {
	long value;      /* how many may pass */
	long bound;      /* it never has more; 0: no bound */
	size_t promised; /* have been woken, with a permit, and have not run yet */
	const char *name;
	Links waiters;
} Semaphore;

typedef Semaphore BoundedSemaphore;

/* await semaphore.acquire(): the longest waiting first. -EINVAL: its value is negative,
 * or its bound. */
MUST_CHECK int semaphore_acquire(Semaphore *semaphore);

/* semaphore.release(). -ERANGE: that would be more than its bound; -EINVAL. */
int semaphore_release(Semaphore *semaphore);

/* semaphore.locked(): would acquire have to wait? */
bool semaphore_locked(const Semaphore *semaphore);

typedef enum BarrierState {
	BARRIER_FILLING,
	BARRIER_DRAINING,
	BARRIER_RESETTING,
	BARRIER_BROKEN
} BarrierState;

/* asyncio.Barrier(3): Barrier barrier = { .parties = 3 }; */
typedef struct Barrier {
	long parties;
	const char *name;
	bool broken;
	size_t count;        /* tasks in the round: have come, and wait for the others */
	size_t leaving;      /* tasks of rounds that are over: have not left yet */
	size_t reserved;     /* places for tasks that were woken outside */
	int next;            /* the index of the next task to leave */
	uint64_t round;      /* the number of the round that fills */
	uint64_t reset_at;   /* its number after the last reset or abort */
	uint64_t aborted_at; /* its number after the last abort */
	Links waiters;       /* in the round */
	Links outside;       /* came while a round left, or all places were taken */
} Barrier;

/* await barrier.wait(): until all parties are here. 0 to parties - 1, each once a
 * round; -EPIPE: the barrier is broken, or was reset or aborted while this task waited;
 * -EINVAL: it has no parties. Tasks that come while the last round leaves wait outside,
 * and come into the next round in the order in which they came. */
MUST_CHECK int barrier_wait(Barrier *barrier);

/* barrier.reset(): the tasks in the round, and those of the last one that have not left
 * yet, get -EPIPE; the barrier is as new, and the tasks outside come in, in their order.
 * barrier.abort(): all tasks that wait get -EPIPE, those outside as well, even if the
 * barrier is reset before they run; and so does any other task, until the barrier is
 * reset. Both return 0. */
int barrier_reset(Barrier *barrier);
int barrier_abort(Barrier *barrier);

/* barrier.n_waiting, barrier.broken. */
static inline size_t barrier_n_waiting(const Barrier *barrier);
static inline bool barrier_broken(const Barrier *barrier);

#include "instruments/holders.h"
#include "locks_inline.h"

#endif
