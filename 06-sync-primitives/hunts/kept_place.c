/* kept_place.c - Five walkers leave by twos, and one of them is called back. The first
 * one to leave does it. */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Barrier barrier = { .parties = 2 };
static Task *walkers[5];

static int walk(void *name, void **result)
{
	int index = barrier_wait(&barrier);

	printf("%s %s\n", (const char *)name, index < 0 ? "is called back" : "leaves");
	if (index == 0 && !future_done(walkers[2]))
		task_cancel(walkers[2]);
	return index < 0 ? index : 0;
}

static int async_main(void *arg, void **result)
{
	static const char *const names[] = { "ada", "bob", "cyd", "dan", "eve" };
	int errors[5];

	for (int i = 0; i < 5; i++) {
		walkers[i] = asyncio_create_task(walk, (void *)names[i]);
		task_set_name(walkers[i], names[i]);
	}
	return await(asyncio_gatherv(walkers, 5, NULL, errors), NULL);
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
