/* askers.h - threads that ask a loop for coroutines. */
#ifndef ASKERS_H
#define ASKERS_H

#include "threads.h"

static Loop *loop;
static ThreadFuture *given;

static inline void begin(void)
{
	loop = new_loop();
}

/* Makes enough passes for all that has come. */
static inline void make_passes(void)
{
	for (int i = 0; i < 8; i++) {
		loop_stop(loop);
		succeeds(loop_run_forever(loop));
	}
}

static inline int waits_for_ever(void *unused, void **result)
{
	return asyncio_sleep(INFINITY);
}

static inline int is_run(void *unused, void **result)
{
	trace("run");
	return 0;
}

/* A thread: asks for this coroutine, and ends. */
static inline void *gives(void *fn)
{
	given = asyncio_run_coroutine_threadsafe(loop, *(CoroutineFn **)fn, NULL);
	return NULL;
}

static inline void stops(void *unused)
{
	loop_stop(loop);
}

/* A thread that asks; the test checks what it has seen after it has ended. */
typedef struct Asker {
	void (*ask)(struct Asker *asker);
	CoroutineFn *fn;
	int status, again;
	void *value;
	bool flag;
	Handle stop;
} Asker;

static inline void *asks(void *arg)
{
	Asker *asker = arg;

	asker->ask(asker);
	asker->stop = (Handle)HANDLE(stops, NULL);
	ignore_status(loop_call_soon_threadsafe(loop, &asker->stop));
	return NULL;
}

/* Runs the loop until the thread has asked. */
static inline void run_asker(Asker *asker)
{
	begin();
	pthread_t thread = begin_thread(asks, asker);
	assert_int_equal(loop_run_forever(loop), 0);
	end_thread(thread);
}

/* Threads that all ask at once. Each calls ask, which asks EACH times for coroutines (for
 * adds among others), and returns how often it has not got what it should. */
enum { THREADS = 8, EACH = 100 };

typedef struct Crowd {
	int (*ask)(int *sum);
	int sum; /* of the loop's thread: how often adds has run */
	atomic_int bad, ended;
} Crowd;

static inline int adds(void *sum, void **result)
{
	++*(int *)sum;
	*result = sum;
	return asyncio_sleep(0);
}

static inline void *is_in_crowd(void *arg)
{
	Crowd *crowd = arg;

	atomic_fetch_add(&crowd->bad, crowd->ask(&crowd->sum));
	atomic_fetch_add(&crowd->ended, 1);
	return NULL;
}

static inline int sees_crowd_end(void *arg, void **result)
{
	const Crowd *crowd = arg;

	while (atomic_load(&crowd->ended) < THREADS)
		succeeds(asyncio_sleep(0.001));
	return 0;
}

/* Runs a loop until all threads have asked and all of their tasks have ended. Returns how
 * often adds has run. */
static inline int run_crowd(int (*ask)(int *sum))
{
	pthread_t threads[THREADS];
	Crowd crowd = { .ask = ask };

	begin();
	for (int i = 0; i < THREADS; i++)
		threads[i] = begin_thread(is_in_crowd, &crowd);
	assert_int_equal(coroutine_status(loop, sees_crowd_end, &crowd), 0);
	for (int i = 0; i < THREADS; i++)
		end_thread(threads[i]);
	make_passes();
	assert_int_equal(atomic_load(&crowd.bad), 0);
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	loop_free(loop);
	return crowd.sum;
}

#endif
