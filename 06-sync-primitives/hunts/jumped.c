/* jumped.c - Two tasks share a room, which has a lock. Each of them is in the room twice,
 * for a second. */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Lock lock;

static int visit(void *name, void **result)
{
	int error = 0;

	for (int i = 0; i < 2 && error == 0; i++) {
		error = lock_acquire(&lock);
		if (error < 0)
			break;
		printf("%s comes in\n", (const char *)name);
		error = asyncio_sleep(1);
		printf("%s goes out\n", (const char *)name);
		lock_release(&lock);
	}
	return error;
}

static Task *start(CoroutineFn *fn, const char *name)
{
	Task *task = asyncio_create_task(fn, (void *)name);

	task_set_name(task, name);
	return task;
}

static int async_main(void *arg, void **result)
{
	Task *ada = start(visit, "ada"), *bob = start(visit, "bob");

	return await(asyncio_gather(NULL, ada, bob), NULL);
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
