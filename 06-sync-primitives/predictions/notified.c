/* notified.c - a task is notified by another one that keeps the lock for a while */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Lock lock;
static Condition condition = { .lock = &lock };

static int waits(void *unused, void **result)
{
	int error = lock_acquire(&lock);

	if (error < 0)
		return error;
	printf("waits\n");
	error = condition_wait(&condition);
	printf("goes on\n");
	lock_release(&lock);
	return error;
}

static int async_main(void *arg, void **result)
{
	Task *task = asyncio_create_task(waits, NULL);
	int error = lock_acquire(&lock);

	printf("notifies\n");
	condition_notify(&condition, 1);
	lock_release(&lock);
	if (error == 0)
		error = asyncio_sleep(1);
	if (error == 0)
		error = lock_acquire(&lock);
	printf("notifies again\n");
	condition_notify(&condition, 1);
	if (error == 0)
		error = asyncio_sleep(1);
	printf("releases\n");
	lock_release(&lock);
	printf("awaits\n");
	int status = await(task, NULL);
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
