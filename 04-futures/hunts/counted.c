/* counted.c - A group fails; its error is handled, and the task goes on. */
#include "runners.h"
#include "taskgroups.h"

#include <errno.h>
#include <stdio.h>

static int fails(void *unused, void **result)
{
	return -EIO;
}

static int async_main(void *unused, void **result)
{
	Task *me = asyncio_current_task();

	for (int round = 1; round <= 3; round++) {
		TaskGroup group = { 0 };
		int error = taskgroup_enter(&group);
		taskgroup_create_task(&group, fails, NULL);
		if (error == 0)
			error = asyncio_sleep(10);
		error = taskgroup_exit(&group, error);
		printf("round %d: %s, requests to the task: %d\n", round,
		       error == -EIO ? "EIO" : "cancelled", task_cancelling(me));
	}
	return 0;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
