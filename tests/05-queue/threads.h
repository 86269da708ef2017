/* threads.h - what the tests of threads share. They run in real time, unless they say
 * otherwise; on both selectors where the pipe matters. */
#ifndef THREADS_H
#define THREADS_H

#include "03-nonblocking-server/both.h"
#include "executor.h"
#include "runners.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

/* Runs fn(arg) in a thread of its own. */
static inline pthread_t begin_thread(void *(*fn)(void *), void *arg)
{
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, fn, arg), 0);
	return thread;
}

static inline void end_thread(pthread_t thread)
{
	assert_int_equal(pthread_join(thread, NULL), 0);
}

/* Seconds: so long that a thread or a loop that goes to sleep sleeps by then; and so long
 * that a wait for it would show. */
static const double A_MOMENT = 0.03, LONG = 0.3;

static inline void real_sleep(double seconds)
{
	usleep((useconds_t)(seconds * 1e6));
}

/* A gate that threads wait at, until it is opened. */
typedef struct Gate {
	atomic_bool open;
	atomic_int arrived;
} Gate;

static inline void gate_pass(Gate *gate)
{
	atomic_fetch_add(&gate->arrived, 1);
	while (!atomic_load(&gate->open))
		usleep(100);
}

/* Waits until threads have counted so far; false: they never do, which is known before
 * the test is stopped for taking too long. */
static inline bool counts_to(const atomic_int *counter, int n)
{
	Patience patience = { .seconds = TEST_SCALE > 1 ? 30 : 2 };

	while (atomic_load(counter) < n && patience_lasts(&patience))
		usleep(1000);
	return atomic_load(counter) >= n;
}

/* Waits until so many are at the gate; false: they never come. */
static inline bool gate_has(const Gate *gate, int n)
{
	return counts_to(&gate->arrived, n);
}

static inline void gate_open(Gate *gate)
{
	atomic_store(&gate->open, true);
}

/* A call for a thread: passes the gate, and brings its argument. */
static inline int passes_gate(void *gate, void **result)
{
	gate_pass(gate);
	*result = gate;
	return 0;
}

/* Runs fn(arg) as a task of the loop. */
static inline int coroutine_status(Loop *loop, CoroutineFn *fn, void *arg)
{
	Task *task = loop_create_task(loop, fn, arg);

	assert_non_null(task);
	return loop_run_until_complete(loop, task, NULL);
}

/* Runs fn(arg) as a task of the loop, but not for ever: if the task has not ended after
 * some seconds, another thread stops the loop, and this returns -EINTR. */
typedef struct Watchdog {
	Loop *loop;
	Handle stop;
	atomic_bool over;
} Watchdog;

static inline void *watches(void *arg)
{
	Watchdog *dog = arg;
	int left = TEST_SCALE > 1 ? 60000 : 5000; /* milliseconds, or more */

	while (!atomic_load(&dog->over) && left-- > 0)
		usleep(1000);
	if (!atomic_load(&dog->over))
		ignore_status(loop_call_soon_threadsafe(dog->loop, &dog->stop));
	return NULL;
}

static inline int coroutine_in_time(Loop *loop, CoroutineFn *fn, void *arg)
{
	Watchdog dog = { loop, HANDLE(stop, loop), false };
	pthread_t thread = begin_thread(watches, &dog);
	int status = coroutine_status(loop, fn, arg);

	atomic_store(&dog.over, true);
	end_thread(thread);
	handle_cancel(&dog.stop);
	if (status == -EINTR)
		fprintf(stderr, "The task has not ended in time. So the test has stopped "
		                "the loop: -EINTR.\n");
	return status;
}

/* In a child: ends it, by SIGALRM, if it takes far longer than it needs. The only thread
 * of the child may be one of the pool, in which no signals are delivered. */
static inline void end_if_stuck(void)
{
	sigset_t alarms;

	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	pthread_sigmask(SIG_UNBLOCK, &alarms, NULL);
	alarm(TEST_SCALE > 1 ? 60 : 3 + (unsigned)(3 * machine_slowness()));
}

static inline Loop *new_loop(void)
{
	Loop *loop = asyncio_new_event_loop();

	assert_non_null(loop);
	return loop;
}

#endif
