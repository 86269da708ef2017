/* counted.c - Four friends want to leave by threes. One of them goes home before the
 * third has come. */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Barrier barrier = { .parties = 3 };

static int leave(void *name, void **result)
{
	printf("%s comes\n", (const char *)name);
	int index = barrier_wait(&barrier);

	printf("%s %s\n", (const char *)name, index < 0 ? "goes home" : "leaves");
	return index < 0 ? index : 0;
}

static Task *start(CoroutineFn *fn, const char *name)
{
	Task *task = asyncio_create_task(fn, (void *)name);

	task_set_name(task, name);
	return task;
}

static int async_main(void *arg, void **result)
{
	static const char *const names[] = { "ada", "bob", "cyd", "dan" };
	Task *tasks[4];
	int error = 0, errors[4];

	for (int i = 0; i < 4; i++) {
		tasks[i] = start(leave, names[i]);
		if (error == 0)
			error = asyncio_sleep(1);
		if (i == 1)
			task_cancel(tasks[0]);
	}
	int status = await(asyncio_gatherv(tasks, 4, NULL, errors), NULL);
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
