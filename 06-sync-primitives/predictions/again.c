/* again.c - two tasks share a lock, and each releases it and wants it again at once */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Lock lock;

static int work(void *name, void **result)
{
	for (int i = 1; i <= 2; i++) {
		int error = lock_acquire(&lock);
		if (error < 0)
			return error;
		printf("%s %d\n", (const char *)name, i);
		error = asyncio_sleep(0);
		lock_release(&lock);
		if (error < 0)
			return error;
		printf("%s: %s\n", (const char *)name,
		       lock_locked(&lock) ? "locked" : "not locked");
	}
	return 0;
}

static int async_main(void *arg, void **result)
{
	Task *ada = asyncio_create_task(work, "ada");
	Task *bob = asyncio_create_task(work, "bob");

	return await(asyncio_gather(NULL, ada, bob), NULL);
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
