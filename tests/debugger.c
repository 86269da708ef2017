/* debugger.c - a program for gdb: tasks that wait, one that has not begun, and one that
 * crashes. */
#include "runners.h"
#include "tasks.h"

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
	Task *ada = begin(sleeps, &hour, "ada"), *bob = begin(waits, ada, "bob");
	int error = asyncio_sleep(0.1);

	Task *cyd = begin(crashes, NULL, "cyd"), *dan = begin(waits, bob, "dan man");
	task_set_name(asyncio_current_task(), "main");
	error = error < 0 ? error : await(bob, NULL);
	future_unref(ada);
	future_unref(cyd);
	future_unref(dan);
	return error;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
