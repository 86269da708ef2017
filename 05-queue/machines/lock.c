/* lock.c - one lock, and waiting by the clock that nobody sets. */
#include "lock.h"
#include "machines/clock.h"

#include <errno.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* With the lock: whether the thread that holds it could be cancelled before it took
 * it. */
static int cancel_state;

/* ==== Given: what each system has of locks, of cancelled threads and of clocks ==== */

void threads_lock(void)
{
	int before;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
	pthread_mutex_lock(&lock);
	cancel_state = before;
}

void threads_unlock(void)
{
	int before = cancel_state, now;

	pthread_mutex_unlock(&lock);
	pthread_setcancelstate(before, &now);
}

int changed_init(pthread_cond_t *changed)
{
	pthread_condattr_t attributes;

	int error = pthread_condattr_init(&attributes);
	if (error != 0)
		return -error;
#ifndef __APPLE__
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
#endif
	error = pthread_cond_init(changed, &attributes);
	pthread_condattr_destroy(&attributes);
	return -error;
}

/* Waits for changed until the deadline. Returns false if the deadline has passed. */
static bool changed_wait_until(pthread_cond_t *changed, double deadline)
{
	double left = deadline - monotonic_time();

	if (left > 1e8) {
		pthread_cond_wait(changed, &lock);
		return true;
	}
#ifdef __APPLE__
	struct timespec t = { (time_t)left, (long)((left - (double)(time_t)left) * 1e9) };
	return left > 0 &&
	       pthread_cond_timedwait_relative_np(changed, &lock, &t) != ETIMEDOUT;
#else
	struct timespec t = { (time_t)deadline,
		              (long)((deadline - (double)(time_t)deadline) * 1e9) };
	return pthread_cond_timedwait(changed, &lock, &t) != ETIMEDOUT;
#endif
}

/* Called when this thread has the lock again, after a wait, or because it is cancelled
 * in the middle of it: notes, as threads_lock does, whether the thread could be
 * cancelled. */
static void changed_waited(void *before)
{
	int now;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &now);
	cancel_state = *(int *)before;
}

/* While this thread waits, other threads take the lock, and cancel_state is theirs. */
bool changed_wait(pthread_cond_t *changed, double deadline)
{
	int before = cancel_state, now;
	bool in_time;

	pthread_cleanup_push(changed_waited, &before);
	pthread_setcancelstate(before, &now);
	in_time = changed_wait_until(changed, deadline);
	pthread_cleanup_pop(true);
	return in_time;
}
