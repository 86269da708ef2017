/* permits.c - a task waits for a permit, and two are released */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Semaphore semaphore = { .value = 0 };

static void show(const char *when)
{
	printf("%s: %ld free, %s\n", when, semaphore.value,
	       semaphore_locked(&semaphore) ? "locked" : "not locked");
}

static int want(void *unused, void **result)
{
	int error = semaphore_acquire(&semaphore);

	show("acquired");
	return error;
}

static int async_main(void *arg, void **result)
{
	Task *task = asyncio_create_task(want, NULL);
	int error = asyncio_sleep(1);

	show("before");
	semaphore_release(&semaphore);
	show("one released");
	semaphore_release(&semaphore);
	show("two released");
	int status = await(task, NULL);
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
