/* given_back.c - A task is shielded twice, and both shields are given back, one of them
 * after it was cancelled. The task runs on. */
#include "runners.h"

#include <stdio.h>

static void count(const char *after, const Future *worker)
{
	printf("%-22s %d references to the worker\n", after, (int)worker->refs);
}

static int work(void *unused, void **result)
{
	int error = asyncio_sleep(5);

	printf("the worker ends: %s\n", error < 0 ? "cancelled" : "well");
	return error;
}

static int async_main(void *unused, void **result)
{
	Task *worker = asyncio_create_task(work, NULL);

	task_set_name(worker, "worker");
	int error = asyncio_sleep(1);
	count("it runs:", worker);
	Future *first = asyncio_shield(worker), *second = asyncio_shield(worker);
	count("two shields:", worker);
	future_unref(first);
	count("the first given back:", worker);
	future_cancel(second);
	count("the second cancelled:", worker);
	future_unref(second);
	count("the second given back:", worker);
	task_detach(worker);
	return error < 0 ? error : asyncio_sleep(10);
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
