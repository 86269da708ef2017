/* kept_place.c - Walkers leave by twos, and one of five is called back: the first one to
 * leave does it. A second later two others come. */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Barrier barrier = { .parties = 2 };
static Task *walkers[7];

static int walk(void *name, void **result)
{
	int index = barrier_wait(&barrier);

	printf("%s %s\n", (const char *)name, index < 0 ? "is called back" : "leaves");
	if (index == 0 && !future_done(walkers[2]))
		task_cancel(walkers[2]);
	return index < 0 ? index : 0;
}

static void start(int from, int to)
{
	static const char *const names[] = { "ada", "bob", "cyd", "dan",
		                             "eve", "fay", "gil" };

	for (int i = from; i < to; i++) {
		walkers[i] = asyncio_create_task(walk, (void *)names[i]);
		task_set_name(walkers[i], names[i]);
	}
}

static int async_main(void *arg, void **result)
{
	int errors[7];

	start(0, 5);
	int error = asyncio_sleep(1);
	start(5, 7);
	int status = await(asyncio_gatherv(walkers, 7, NULL, errors), NULL);
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
