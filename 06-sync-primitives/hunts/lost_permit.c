/* lost_permit.c - Three permits are released, and the task for which the second one is
 * reserved is cancelled. */
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

/* Releases a permit, cancels the task, if there is one, and says a second later how many
 * permits are free. */
static int release(Task *cancelled)
{
	semaphore_release(&semaphore);
	task_cancel(cancelled);
	int error = asyncio_sleep(1);
	printf("%ld permits are free\n", semaphore.value);
	return error;
}

static int async_main(void *arg, void **result)
{
	Task *tasks[] = { start(want, "ada"), start(want, "bob"), NULL, NULL };
	int error = asyncio_sleep(1), errors[4];

	if (error == 0)
		error = release(NULL);
	if (error == 0)
		error = release(tasks[1]);
	if (error == 0)
		error = release(NULL);
	tasks[2] = start(want, "cyd");
	tasks[3] = start(want, "dan");
	int status = await(asyncio_gatherv(tasks, 4, NULL, errors), NULL);
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
