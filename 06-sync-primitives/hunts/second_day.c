/* second_day.c - A barrier of two is reset while a round of it leaves. A second later
 * the same two come again. */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Barrier barrier = { .parties = 2 };

static int come(void *name, void **result)
{
	for (int day = 1; day <= 2; day++) {
		int index = barrier_wait(&barrier), error;
		printf("day %d: %s %s\n", day, (const char *)name,
		       index < 0 ? "is sent away" : "leaves");
		if (day == 1 && index == 1)
			barrier_reset(&barrier);
		error = asyncio_sleep(1);
		if (error < 0)
			return error;
	}
	return 0;
}

static Task *start(CoroutineFn *fn, const char *name)
{
	Task *task = asyncio_create_task(fn, (void *)name);

	task_set_name(task, name);
	return task;
}

static int async_main(void *arg, void **result)
{
	Task *ada = start(come, "ada"), *bob = start(come, "bob");

	return await(asyncio_gather(NULL, ada, bob), NULL);
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
