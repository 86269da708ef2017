/* emptied.c - A queue with three items is shut down at once, so that its items are
 * dropped. A task waits until nothing is left to be done. */
#include "queues.h"
#include "runners.h"

static Queue queue;

static int join(void *unused, void **result)
{
	int error = queue_join(&queue);

	printf("%s\n", error == 0 ? "nothing is left to be done" : "cancelled");
	return error;
}

static int async_main(void *arg, void **result)
{
	Task *joiner = asyncio_create_task(join, NULL);
	int error = 0;

	task_set_name(joiner, "joiner");
	task_detach(joiner);
	for (int i = 0; i < 3 && error == 0; i++)
		error = queue_put(&queue, NULL);
	if (error == 0)
		error = asyncio_sleep(1);
	queue_shutdown(&queue, true);
	printf("shut down, with %zu items\n", queue_qsize(&queue));
	return error < 0 ? error : asyncio_sleep(1);
}

int main(void)
{
	int error = asyncio_run(async_main, NULL, NULL);

	queue_clear(&queue);
	return error < 0;
}
