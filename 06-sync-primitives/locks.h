/* locks.h - tasks that wait for each other: asyncio.Event, Lock, Condition, Semaphore,
 * BoundedSemaphore and Barrier. Each of them is a flag, or a number, and a wait queue.
 *
 * They lie in your memory and must outlive the tasks that wait for them. Zeroed memory
 * is a valid object, which is what Python makes, unless its comment says something else.
 * A function that may wait returns 0 (barrier_wait: an index), or a negative errno:
 * -ECANCELED, the task was cancelled while it waited, or its loop was closed, and that
 * wins over any other error that the wait might have returned; -EPERM, the function
 * would have to wait and no task is running; -EINVAL, tasks of another loop are in the
 * wait queue. A call that fails has taken nothing. None of these objects is for threads.
 *
 * Each may have a name, which reports print: Lock lock = { .name = "till" }; those that
 * have none get a number in each report. You set the name and the fields in which a
 * comment below shows a value, you may read Semaphore.value, and all other fields belong
 * to this module. */
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

/* await event.wait(): waits until the event is set, and does not wait if it is set. A
 * task that waits when the event is set continues, even if the event is cleared before
 * the task runs. */
MUST_CHECK int event_wait(Event *event);

/* event.set(): sets the event, and wakes all tasks that wait for it. A callback may call
 * it, too. */
void event_set(Event *event);

/* event.clear(): from now on tasks wait again. */
static inline void event_clear(Event *event);

/* event.is_set(). */
static inline bool event_is_set(const Event *event);

/* asyncio.Lock(): Lock lock = { 0 }; */
typedef struct Lock {
	const void *locked; /* NULL: no task holds the lock. Otherwise an address in the
	                       stack of the task that has acquired it, by which a report
	                       finds that task */
	bool reserved; /* for a task that was woken, and acquires the lock when it runs */
	const char *name;
	Links waiters;
} Lock;

/* await lock.acquire(): waits until the lock is free. Tasks get the lock in the order in
 * which they came; no task overtakes another that waits. A task that acquires a lock
 * twice waits for itself. */
MUST_CHECK static inline int lock_acquire(Lock *lock);

/* lock.release(): any task may call it, not only the one that has acquired the lock, and
 * a callback may as well. Returns 0, or -EPERM if the lock is not locked. */
static inline int lock_release(Lock *lock);

/* lock.locked(): does a task hold the lock? A lock that is reserved for a woken task is
 * not locked, and yet acquiring it means to wait. */
static inline bool lock_locked(const Lock *lock);

/* asyncio.Condition(lock): Condition condition = { .lock = &lock }; */
typedef struct Condition {
	Lock *lock;
	const char *name;
	Links waiters;
} Condition;

/* await condition.wait(): releases the lock, waits for a notification, and acquires the
 * lock again. Also when it returns -ECANCELED the lock is acquired, so that the caller
 * can release it on every path. There are two exceptions: -EINVAL, even if the task was
 * cancelled, when tasks of another loop have come to wait for the lock meanwhile; and
 * -ECANCELED when the loop was closed while the lock was locked. Returns -EPERM if the
 * condition has no lock, or the lock is not locked; then, and if the task cannot wait at
 * all, the lock stays as it was. */
MUST_CHECK int condition_wait(Condition *condition);

/* await condition.wait_for(predicate): calls predicate(arg), and condition_wait as long
 * as it returns false. Returns 0 when it returns true, or what condition_wait fails
 * with. */
MUST_CHECK int condition_wait_for(Condition *condition, bool (*predicate)(void *),
                                  void *arg);

/* condition.notify(n), condition.notify_all(): wakes the n tasks that have waited
 * longest, or all tasks; each of them returns from condition_wait when it has the lock.
 * If fewer than n tasks wait, the rest of the notifications is forgotten. Returns 0, or
 * -EPERM if the condition has no lock, or the lock is not locked. */
int condition_notify(Condition *condition, size_t n);
int condition_notify_all(Condition *condition);

/* asyncio.Semaphore(3): Semaphore semaphore = { .value = 3 }; without a value it has no
 * permit, where Python's has one. asyncio.BoundedSemaphore(3) is
 * { .value = 3, .bound = 3 }. */
typedef struct Semaphore {
	long value;      /* the free permits; one that is reserved is not free */
	long bound;      /* the most free permits; 0: no bound */
	size_t reserved; /* permits for tasks that were woken, and have not run yet */
	const char *name;
	Links waiters;
} Semaphore;

typedef Semaphore BoundedSemaphore;

/* await semaphore.acquire(): takes a permit, and waits until there is one. Tasks get
 * their permits in the order in which they came. Returns -EINVAL if the value or the
 * bound is negative. */
MUST_CHECK int semaphore_acquire(Semaphore *semaphore);

/* semaphore.release(): gives a permit back, or adds one. Returns 0; -EINVAL if the value
 * or the bound is negative; -ERANGE if there would be more free permits than the bound,
 * or, without a bound, than LONG_MAX. A permit that is reserved for a task does not
 * count. */
int semaphore_release(Semaphore *semaphore);

/* semaphore.locked(): would semaphore_acquire have to wait? */
bool semaphore_locked(const Semaphore *semaphore);

/* asyncio.Barrier(3): Barrier barrier = { .parties = 3 }; */
typedef struct Barrier {
	long parties;
	const char *name;
	bool broken;
	size_t count;        /* tasks in the round: have come, and wait for the others */
	size_t leaving;      /* tasks of rounds that are over, and have not left yet */
	size_t reserved;     /* places for tasks that were woken outside */
	int next;            /* the index of the next task to leave */
	uint64_t round;      /* the number of the round that fills */
	uint64_t reset_at;   /* its number after the last reset or abort */
	uint64_t aborted_at; /* its number after the last abort */
	Links waiters;       /* tasks in the round */
	Links outside;       /* tasks that came while a round left, or found no place */
} Barrier;

/* await barrier.wait(): waits until as many tasks as there are parties have called it.
 * Returns the index of the task, 0 to parties - 1, each once a round; -EPIPE if the
 * barrier is broken, or was reset or aborted while the task waited; -EINVAL if it has no
 * parties. Tasks that come while the last round leaves wait outside, and come into the
 * next round in the order in which they came. */
MUST_CHECK int barrier_wait(Barrier *barrier);

/* barrier.reset(): the tasks in the round, and those of the last one that have not left
 * yet, get -EPIPE; the barrier is as new, and the tasks outside come in, in their order.
 * barrier.abort(): all tasks that wait get -EPIPE, those outside as well, even if the
 * barrier is reset before they run; and so does any other task, until the barrier is
 * reset. Both return 0. */
int barrier_reset(Barrier *barrier);
int barrier_abort(Barrier *barrier);

/* barrier.n_waiting: the tasks in the round that fills. barrier.broken: it was aborted,
 * and has not been reset since. */
static inline size_t barrier_n_waiting(const Barrier *barrier);
static inline bool barrier_broken(const Barrier *barrier);

#include "instruments/holders.h"
#include "instruments/trace_locks.h"
#include "locks_inline.h"

#endif
