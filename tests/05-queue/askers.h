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

/* Enough for whatever has come. */
static inline void make_passes(void)
{
	for (int i = 0; i < 8; i++) {
		loop_stop(loop);
		succeeds(loop_run_forever(loop));
	}
}

/* A main for the loop, so that it runs until it is stopped. */
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

/* A thread that asks; what it has seen is looked at when it has ended. */
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

#endif
