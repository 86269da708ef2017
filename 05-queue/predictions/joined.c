/* joined.c - a task waits until all work is done, and more work comes just then */
#include "queues.h"
#include "runners.h"

static Queue queue;

static int joins(void *arg, void **result)
{
	int error = queue_join(&queue);

	printf("joined, with %zu left\n", queue_qsize(&queue));
	return error;
}

static int async_main(void *arg, void **result)
{
	int error = queue_put(&queue, "one");
	Task *joiner = asyncio_create_task(joins, NULL);

	if (error == 0)
		error = asyncio_sleep(1);
	if (error == 0)
		error = queue_get(&queue, NULL);
	if (error == 0)
		error = queue_task_done(&queue);
	printf("done\n");
	if (error == 0)
		error = queue_put(&queue, "two");
	printf("put\n");
	int ended = await(joiner, NULL);
	return error < 0 ? error : ended;
}

int main(void)
{
	int error = asyncio_run(async_main, NULL, NULL);

	queue_clear(&queue);
	return error < 0;
}
