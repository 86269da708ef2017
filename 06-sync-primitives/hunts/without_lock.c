/* without_lock.c - A task that waits for a condition is cancelled, and a second later
 * once more. All the time another task is in the room, which has a lock. */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Lock room;
static Condition condition = { .lock = &room };

static int waits(void *name, void **result)
{
	int error = lock_acquire(&room);

	if (error < 0)
		return error;
	error = condition_wait(&condition);
	printf("%s is in the room, and goes out\n", (const char *)name);
	lock_release(&room);
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
	Task *ada = start(waits, "ada");
	int error = asyncio_sleep(1), errors[1];

	if (error == 0)
		error = lock_acquire(&room);
	printf("main comes into the room\n");
	for (int i = 0; i < 2 && error == 0; i++) {
		task_cancel(ada);
		error = asyncio_sleep(1);
	}
	printf("main goes out\n");
	lock_release(&room);
	int status = await(asyncio_gatherv(&ada, 1, NULL, errors), NULL);
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
