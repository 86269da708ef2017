/* forgotten.c - A task is notified, and cancelled while it waits for the lock of its
 * condition. */
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
	lock_release(&lock);
	printf("%s %s\n", (const char *)name, error < 0 ? "ends" : "works for an hour");
	return error < 0 ? error : asyncio_sleep(3600);
}

static Task *start(CoroutineFn *fn, const char *name)
{
	Task *task = asyncio_create_task(fn, (void *)name);

	task_set_name(task, name);
	return task;
}

static int async_main(void *arg, void **result)
{
	Task *ada = start(waits, "ada");
	int error = asyncio_sleep(1), errors[1];

	if (error == 0)
		error = lock_acquire(&lock);
	condition_notify(&condition, 1);
	if (error == 0)
		error = asyncio_sleep(1);
	printf("ada is cancelled\n");
	task_cancel(ada);
	if (error == 0)
		error = asyncio_sleep(1);
	lock_release(&lock);
	int status = await(asyncio_gatherv(&ada, 1, NULL, errors), NULL);
	printf("the end, at %.0f s\n", loop_time(asyncio_get_running_loop()));
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
