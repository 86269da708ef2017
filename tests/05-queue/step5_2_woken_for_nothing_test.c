/* Rung 5.5.2: a condition may wake a thread for nothing, and here it does so all the
 * time. */
#include "full_pool.h"
#include "system.h"
#include "machines/threads.h"
#include "threads_private.h"

static atomic_int woken;

/* In front of libc's: each wait ends after a millisecond, whether the condition was
 * signalled or not. */
int first_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
	INSTEAD_OF(pthread_cond_wait);
int first_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
	pthread_mutex_unlock(mutex);
	usleep(1000);
	atomic_fetch_add(&woken, 1);
	return pthread_mutex_lock(mutex);
}

static int asks_a_thread(void *unused, void **result)
{
	return asyncio_to_thread(is_called, NULL, NULL);
}

static int idle_threads(void)
{
	threads_lock();
	int n = threads_idle;
	threads_unlock();
	return n;
}

static void a_thread_that_finds_the_queue_empty_waits_on(void **state)
{
	begin();
	assert_int_equal(coroutine_in_time(loop, asks_a_thread, NULL), 0);
	assert_int_equal(idle_threads(), 1);
	assert_true(counts_to(&woken, atomic_load(&woken) + 5));
	assert_int_equal(idle_threads(), 1); /* has run no call that was not there */
	assert_int_equal(coroutine_in_time(loop, asks_a_thread, NULL), 0);
	assert_int_equal(atomic_load(&called), 2);
	loop_free(loop);
}

TESTS(T(a_thread_that_finds_the_queue_empty_waits_on))
