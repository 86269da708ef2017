/* newcomers.c - While a task waits for a permit, two more tasks come, and three permits
 * are released. */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Semaphore semaphore = { .value = 0 };

static int want(void *name, void **result)
{
	int error = semaphore_acquire(&semaphore);

	if (error == 0)
		printf("%s has a permit\n", (const char *)name);
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
	Task *ada = start(want, "ada");
	int error = asyncio_sleep(1);

	Task *bob = start(want, "bob"), *cyd = start(want, "cyd");
	for (int i = 0; i < 3; i++)
		semaphore_release(&semaphore);
	printf("three permits are released\n");
	int status = await(asyncio_gather(NULL, ada, bob, cyd), NULL);
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
