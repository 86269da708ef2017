/* lost_permit.c - A task waits for a permit, and is cancelled when one has just been
 * released. */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Semaphore semaphore = { .value = 0 };

static int want(void *name, void **result)
{
	int error = semaphore_acquire(&semaphore);

	printf("%s %s\n", (const char *)name, error < 0 ? "gives up" : "has a permit");
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
	Task *both[] = { start(want, "ada"), NULL };
	int error = asyncio_sleep(1), errors[2];

	printf("a permit is released, and ada is cancelled\n");
	semaphore_release(&semaphore);
	task_cancel(both[0]);
	if (error == 0)
		error = asyncio_sleep(1);
	both[1] = start(want, "bob");
	int status = await(asyncio_gatherv(both, 2, NULL, errors), NULL);
	printf("%ld permits are free\n", semaphore.value);
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
