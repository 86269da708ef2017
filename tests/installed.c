/* installed.c - a program of somebody else's, which uses the installed library. It has a
 * header of its own whose guard is LIST_H. */
#define LIST_H
#include <asyncio/asyncio.h>

#include <stdio.h>

static const char *separator = "";

static int speaker(void *name, void **result)
{
	(void)result;
	for (int i = 0; i < 2; i++) {
		printf("%s%s", separator, (const char *)name);
		separator = " ";
		int error = asyncio_sleep(0.001);
		if (error < 0)
			return error;
	}
	return 0;
}

static int async_main(void *arg, void **result)
{
	(void)arg, (void)result;
	Queue queue = { .maxsize = 1 };
	Lock lock = { 0 };
	Task *ada = asyncio_create_task(speaker, (void *)"ada");
	Task *bob = asyncio_create_task(speaker, (void *)"bob");
	int error = await(asyncio_gather(NULL, ada, bob), NULL);

	if (error == 0)
		error = queue_put(&queue, NULL);
	if (error == 0)
		error = lock_acquire(&lock);
	queue_clear(&queue);
	return error;
}

int main(void)
{
	int error = asyncio_run(async_main, NULL, NULL);

	printf("\n");
	return error < 0;
}
