/* scenarios_threads.c - into the loop and out of it, from and to other threads: chapter
 * 5. */
#include "scenario.h"

#include <pthread.h>

static int twice(void *number, void **result)
{
	*result = (void *)(2 * *(intptr_t *)number);
	return 0;
}

static intptr_t number = 21;

COROUTINE_SCENARIO(asyncio_to_thread, "")
{
	void *value = NULL;

	TRY(asyncio_to_thread(twice, &number, &value));
	printf("%zd\n", (ssize_t)(intptr_t)value);
	return 0;
}

COROUTINE_SCENARIO(loop_run_in_executor, "")
{
	Future *calls[3];
	void *values[3];

	for (int i = 0; i < 3; i++)
		calls[i] = loop_run_in_executor(running(), twice, &number);
	TRY(await(asyncio_gatherv(calls, 3, values, NULL), NULL));
	printf("%zd\n", (ssize_t)(intptr_t)values[2]);
	return 0;
}

COROUTINE_SCENARIO(loop_shutdown_default_executor, "")
{
	Future *call = loop_run_in_executor(running(), twice, &number);
	int error = loop_shutdown_default_executor(running(), 5);
	int status = await(call, NULL);

	return error < 0 ? error : status;
}

COROUTINE_SCENARIO(loop_getaddrinfo, "getaddrinfo_strerror")
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *found;
	int error = loop_getaddrinfo(running(), "127.0.0.1", "80", &hints, &found);

	require((error == 0) == (found != NULL));
	if (error < 0)
		fprintf(stderr, "a name: %s\n", getaddrinfo_strerror(error));
	TRY(error);
	printf("family %d\n", found->ai_family);
	freeaddrinfo(found);
	return 0;
}

/* A thread that calls into the loop. Where there can be no thread, there is none. */
typedef struct Caller {
	Loop *loop;
	Future *called;
	Handle handle;
	ThreadFuture *future;
	int status;
} Caller;

static void settle(void *future)
{
	future_set_result(future, NULL);
}

static void *call(void *arg)
{
	Caller *caller = arg;

	caller->status = loop_call_soon_threadsafe(caller->loop, &caller->handle);
	return NULL;
}

COROUTINE_SCENARIO(loop_call_soon_threadsafe, "")
{
	Caller caller = { .loop = running(), .called = loop_create_future(running()) };
	pthread_t thread;

	if (caller.called == NULL)
		return -ENOMEM;
	caller.handle = (Handle)HANDLE(settle, caller.called);
	int error = -pthread_create(&thread, NULL, call, &caller);
	if (error == 0) {
		error = future_wait(
			caller.called); /* no limit: the clock could jump there */
		pthread_join(thread, NULL);
		require(caller.status == 0);
	}
	future_unref(caller.called);
	return error;
}

static int nap(void *arg, void **result)
{
	*result = "rested";
	return asyncio_sleep(0.01);
}

/* On a thread of the pool, so that the loop's clock stands still meanwhile. */
static int run_coroutine(void *arg, void **result)
{
	Caller *caller = arg;
	void *value = NULL;

	caller->future = asyncio_run_coroutine_threadsafe(caller->loop, nap, NULL);
	caller->status = thread_future_result(caller->future, 5, &value);
	if (caller->status == 0)
		printf("%s\n", (char *)value);
	require(caller->status < 0 || thread_future_cancel(caller->future) == false);
	thread_future_free(caller->future);
	return caller->status;
}

COROUTINE_SCENARIO(asyncio_run_coroutine_threadsafe,
                   "thread_future_result thread_future_cancel "
                   "thread_future_free")
{
	Caller caller = { .loop = running() };

	return asyncio_to_thread(run_coroutine, &caller, NULL);
}

static double endless = INFINITY;

static int cancel_coroutine(void *arg, void **result)
{
	Caller *caller = arg;

	caller->future = asyncio_run_coroutine_threadsafe(caller->loop, sleeper,
	                                                  &endless);
	bool cancelled = thread_future_cancel(caller->future);
	require(cancelled == (caller->future != NULL));
	caller->status = thread_future_result(caller->future, 5, NULL);
	thread_future_free(caller->future);
	return caller->status == -ECANCELED ? 0 : caller->status;
}

COROUTINE_SCENARIO(thread_future_cancel, "")
{
	Caller caller = { .loop = running() };

	return asyncio_to_thread(cancel_coroutine, &caller, NULL);
}
