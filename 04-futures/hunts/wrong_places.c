/* wrong_places.c - Four tasks are taken as they are done, and afterwards the array has
 * them in that order. */
#include "runners.h"

#include <stdio.h>

static int sleeps(void *seconds, void **result)
{
	return asyncio_sleep(*(double *)seconds);
}

static int async_main(void *unused, void **result)
{
	double seconds[] = { 3, 1, 2, 4 };
	const char *names[] = { "three", "one", "two", "four" };
	Task *tasks[4], *all[4], *task;

	for (int i = 0; i < 4; i++) {
		tasks[i] = all[i] = asyncio_create_task(sleeps, &seconds[i]);
		task_set_name(tasks[i], names[i]);
	}
	AsCompleted it = { .futures = tasks, .n = 4 };
	while (as_completed_next(&it, &task) > 0)
		printf("done: %s\n", task_get_name(task));
	for (int i = 0; i < 4; i++)
		printf("in the array: %s\n", task_get_name(tasks[i]));
	for (int i = 0; i < 4; i++)
		task_detach(all[i]);
	return 0;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
