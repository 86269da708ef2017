/* nobody.c - A task waits for a lock, and is cancelled when the lock has just been
 * released. A second later another task wants the lock. */
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

static int async_main(void *arg, void **result)
{
	int error = lock_acquire(&lock);
	Task *ada = start(visit, "ada");

	if (error == 0)
		error = asyncio_sleep(1);
	printf("the lock is released, and ada is cancelled\n");
	lock_release(&lock);
	task_cancel(ada);
	if (error == 0)
		error = asyncio_sleep(1);
	Task *both[] = { ada, start(visit, "bob") };
	int errors[2], status = await(asyncio_gatherv(both, 2, NULL, errors), NULL);
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
