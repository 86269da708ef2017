/* all_done.c - Three tasks wait until the work on a queue is done. A worker does it. */
#include "queues.h"
#include "runners.h"

static Queue queue;

static int join(void *name, void **result)
{
	int error = queue_join(&queue);

	printf("%s %s\n", (const char *)name,
	       error == 0 ? "knows that all is done" : "was cancelled");
	return error;
}

static int work(void)
{
	int error = 0;

	while (error == 0 && !queue_empty(&queue)) {
		error = queue_get(&queue, NULL);
		if (error == 0)
			error = asyncio_sleep(1);
		if (error == 0)
			error = queue_task_done(&queue);
	}
	return error;
}

static int async_main(void *arg, void **result)
{
	static char *const names[] = { "ada", "bob", "cyd" };
	int error = 0;

	for (int i = 0; i < 3; i++) {
		Task *task = asyncio_create_task(join, names[i]);
		task_set_name(task, names[i]);
		task_detach(task);
	}
	for (int i = 0; i < 2 && error == 0; i++)
		error = queue_put(&queue, NULL);
	if (error == 0)
		error = work();
	return error < 0 ? error : asyncio_sleep(1);
}

int main(void)
{
	int error = asyncio_run(async_main, NULL, NULL);

	queue_clear(&queue);
	return error < 0;
}
