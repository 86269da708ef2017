/* pulse.c - A bell rings: an event is set, and cleared at once. */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Event bell;

static int listen_for_bell(void *name, void **result)
{
	int error = event_wait(&bell);

	if (error == 0)
		printf("%s has heard the bell\n", (const char *)name);
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
	Task *ada = start(listen_for_bell, "ada"), *bob = start(listen_for_bell, "bob");
	int error = asyncio_sleep(1);

	printf("the bell rings\n");
	event_set(&bell);
	event_clear(&bell);
	int status = await(asyncio_gather(NULL, ada, bob), NULL);
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
