/* nobody.c - Twice a lock is released, and the task for which it is reserved is
 * cancelled: once while another task waits, and once before another task comes. */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Lock lock;

static int visit(void *name, void **result)
{
	int error = lock_acquire(&lock);

	printf("%s %s\n", (const char *)name, error < 0 ? "gives up" : "has the lock");
	if (error == 0)
		lock_release(&lock);
	return error;
}

static Task *start(CoroutineFn *fn, const char *name)
{
	Task *task = asyncio_create_task(fn, (void *)name);

	task_set_name(task, name);
	return task;
}

static int release_and_cancel(Task *task)
{
	printf("the lock is released\n");
	lock_release(&lock);
	task_cancel(task);
	return asyncio_sleep(1);
}

static int async_main(void *arg, void **result)
{
	int error = lock_acquire(&lock), errors[4];
	Task *tasks[] = { start(visit, "ada"), start(visit, "bob"), NULL, NULL };

	if (error == 0)
		error = asyncio_sleep(1);
	if (error == 0)
		error = release_and_cancel(tasks[0]);
	if (error == 0)
		error = lock_acquire(&lock);
	tasks[2] = start(visit, "cyd");
	if (error == 0)
		error = asyncio_sleep(1);
	if (error == 0)
		error = release_and_cancel(tasks[2]);
	tasks[3] = start(visit, "dan");
	int status = await(asyncio_gatherv(tasks, 4, NULL, errors), NULL);
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
