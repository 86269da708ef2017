/* forgotten.c - Of three tasks that wait for a condition, one is cancelled before it is
 * notified, one while it waits for the lock, and the loop is closed while the last one
 * waits for the lock. */
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
	printf("%s %s\n", (const char *)name, error < 0 ? "ends" : "works for an hour");
	lock_release(&lock);
	return error < 0 ? error : asyncio_sleep(3600);
}

static Task *start(CoroutineFn *fn, const char *name)
{
	Task *task = asyncio_create_task(fn, (void *)name);

	task_set_name(task, name);
	return task;
}

/* Acquires the lock, notifies a task, and cancels it, if there is one to be cancelled,
 * when it has waited for the lock for a second. */
static int notify(Task *cancelled)
{
	int error = lock_acquire(&lock);

	condition_notify(&condition, 1);
	if (error == 0)
		error = asyncio_sleep(1);
	task_cancel(cancelled);
	return error < 0 ? error : asyncio_sleep(1);
}

static int async_main(void *arg, void **result)
{
	Task *ada = start(waits, "ada"), *bob = start(waits, "bob");
	int error = asyncio_sleep(1);

	task_cancel(ada);
	if (error == 0)
		error = notify(bob);
	lock_release(&lock);
	Task *cyd = start(waits, "cyd");
	if (error == 0)
		error = asyncio_sleep(1);
	task_detach(ada);
	task_detach(bob);
	task_detach(cyd);
	return error < 0 ? error : notify(NULL);
}

int main(void)
{
	Loop *loop = asyncio_new_event_loop();
	Task *task = loop_create_task(loop, async_main, NULL);
	int error = loop_run_until_complete(loop, task, NULL);

	printf("the loop is closed\n");
	loop_free(loop);
	return error < 0;
}
