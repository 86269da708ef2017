/* lost_letter.c - Two tasks wait for a letter, and one comes. The first task is notified,
 * and cancelled in the same moment. */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Lock lock;
static Condition letters = { .lock = &lock };

static int waits(void *name, void **result)
{
	int error = lock_acquire(&lock);

	if (error < 0)
		return error;
	error = condition_wait(&letters);
	printf("%s %s\n", (const char *)name, error < 0 ? "ends" : "has the letter");
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
	Task *both[] = { start(waits, "ada"), start(waits, "bob") };
	int error = asyncio_sleep(1), errors[2];

	if (error == 0)
		error = lock_acquire(&lock);
	printf("a letter comes\n");
	condition_notify(&letters, 1);
	lock_release(&lock);
	task_cancel(both[0]);
	int status = await(asyncio_gatherv(both, 2, NULL, errors), NULL);
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
