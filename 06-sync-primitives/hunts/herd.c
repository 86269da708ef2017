/* herd.c - Three tasks wait for a condition, and one of them is notified each second. */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Lock lock;
static Condition condition = { .lock = &lock };

static int waits(void *name, void **result)
{
	int error = lock_acquire(&lock);

	if (error < 0)
		return error;
	error = condition_wait(&condition);
	printf("%s was notified\n", (const char *)name);
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
	Task *ada = start(waits, "ada"), *bob = start(waits, "bob");
	Task *cyd = start(waits, "cyd");

	for (int second = 1; second <= 3; second++) {
		int error = asyncio_sleep(1);
		if (error == 0)
			error = lock_acquire(&lock);
		if (error < 0)
			return error;
		printf("%d s: one is notified\n", second);
		condition_notify(&condition, 1);
		lock_release(&lock);
	}
	return await(asyncio_gather(NULL, ada, bob, cyd), NULL);
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
