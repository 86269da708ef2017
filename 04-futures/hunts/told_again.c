/* told_again.c - Three tasks are cancelled, once each: one is ready because the future is
 * there for which it has waited, one is ready because it has yielded, and one sleeps.
 * Each of them cleans up, and sleeps while it does so. */
#include "runners.h"

#include <errno.h>
#include <stdio.h>

static Future *future;

static const char *how(int error)
{
	return error == -ECANCELED ? "cancelled" : error < 0 ? "failed" : "well";
}

static int cleans_up(const char *name, int error)
{
	printf("%s: %s\n", name, how(error));
	for (int i = 1; i <= 2; i++)
		printf("%s, sleep %d: %s\n", name, i, how(asyncio_sleep(1)));
	return error;
}

static int waits(void *unused, void **result)
{
	return cleans_up("waiter", future_wait(future));
}

static int yields(void *unused, void **result)
{
	return cleans_up("yielder", generator_yield(NULL, NULL));
}

static int sleeps(void *unused, void **result)
{
	return cleans_up("sleeper", asyncio_sleep(60));
}

static Task *start(CoroutineFn *fn, const char *name)
{
	Task *task = asyncio_create_task(fn, NULL);

	task_set_name(task, name);
	return task;
}

static int async_main(void *unused, void **result)
{
	future = loop_create_future(asyncio_current_task()->loop);
	Task *tasks[] = { start(waits, "waiter"), start(yields, "yielder"),
		          start(sleeps, "sleeper") };
	int error = asyncio_sleep(0);

	future_set_result(future, NULL);
	for (int i = 0; i < 3; i++)
		task_cancel(tasks[i]);
	for (int i = 0; i < 3; i++)
		printf("awaited: %s\n", how(await(tasks[i], NULL)));
	future_unref(future);
	return error;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
