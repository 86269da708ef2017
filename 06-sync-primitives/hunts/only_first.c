/* only_first.c - Three runners wait for the starting shot. */
#include "locks.h"
#include "runners.h"

#include <stdio.h>

static Event shot;

static int run(void *name, void **result)
{
	int error = event_wait(&shot);

	if (error == 0)
		printf("%s runs\n", (const char *)name);
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
	Task *ada = start(run, "ada"), *bob = start(run, "bob"), *cyd = start(run, "cyd");
	int error = asyncio_sleep(1);

	printf("the shot\n");
	event_set(&shot);
	int status = await(asyncio_gather(NULL, ada, bob, cyd), NULL);
	return error < 0 ? error : status;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
