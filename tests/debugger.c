/* debugger.c - a program for gdb: tasks that wait, for each other and for a lock and a
 * queue, one that has not begun, and one that crashes. */
#include "asyncio.h"

#include <signal.h>

__attribute__((noinline)) static int sleeps_long(double seconds)
{
	int error = asyncio_sleep(seconds);

	return error;
}

static int sleeps(void *arg, void **result)
{
	return sleeps_long(*(double *)arg);
}

static int waits(void *arg, void **result)
{
	return future_wait(arg);
}

static int acquires(void *arg, void **result)
{
	return lock_acquire(arg);
}

static int gets(void *arg, void **result)
{
	return queue_get(arg, result);
}

__attribute__((noinline)) static int crash(void)
{
	return raise(SIGABRT);
}

static int crashes(void *arg, void **result)
{
	return crash();
}

static Task *begin(CoroutineFn *fn, void *arg, const char *name)
{
	Task *task = asyncio_create_task(fn, arg);

	task_set_name(task, name);
	return task;
}

static int async_main(void *arg, void **result)
{
	double hour = 3600;
	Lock till = { .name = "till" };
	Queue jobs = { .maxsize = 1 };
	Task *ada = begin(sleeps, &hour, "ada"), *bob = begin(waits, ada, "bob");
	int error = lock_acquire(&till);
	Task *eve = begin(acquires, &till, "eve"), *fay = begin(gets, &jobs, "fay");
	error = error < 0 ? error : asyncio_sleep(0.1);

	Task *cyd = begin(crashes, NULL, "cyd"), *dan = begin(waits, bob, "dan man");
	task_set_name(asyncio_current_task(), "main");
	error = error < 0 ? error : await(bob, NULL);
	future_unref(ada);
	future_unref(eve);
	future_unref(fay);
	future_unref(cyd);
	future_unref(dan);
	return error;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
