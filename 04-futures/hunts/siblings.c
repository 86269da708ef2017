/* siblings.c - In a group of four tasks, the second one fails after a second. */
#include "runners.h"
#include "taskgroups.h"

#include <errno.h>
#include <stdio.h>

static int sleeps(void *name, void **result)
{
	double start = time_perf_counter();
	int error = asyncio_sleep(10);

	printf("%s: %s after %.0f s\n", (const char *)name,
	       error < 0 ? "cancelled" : "complete", time_perf_counter() - start);
	return error;
}

static int fails(void *unused, void **result)
{
	int error = asyncio_sleep(1);

	return error < 0 ? error : -EIO;
}

static int async_main(void *unused, void **result)
{
	TaskGroup group = { 0 };
	int error = taskgroup_enter(&group);

	taskgroup_create_task(&group, sleeps, "ada");
	taskgroup_create_task(&group, fails, NULL);
	taskgroup_create_task(&group, sleeps, "bob");
	taskgroup_create_task(&group, sleeps, "cyd");
	error = taskgroup_exit(&group, error);
	printf("the group: %s\n", error == -EIO ? "EIO" : "?");
	return 0;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
