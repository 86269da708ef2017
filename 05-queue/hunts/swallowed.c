/* swallowed.c - Two tasks wait for an item. The first one is cancelled, and in the same
 * pass an item is put. */
#include "queues.h"
#include "runners.h"

static Queue queue;

static int get(void *name, void **result)
{
	void *item;
	int error = queue_get(&queue, &item);

	printf("%s %s\n", (const char *)name, error == 0 ? (char *)item : "is cancelled");
	return error;
}

static int async_main(void *arg, void **result)
{
	Task *first = asyncio_create_task(get, "first");
	Task *second = asyncio_create_task(get, "second");

	task_set_name(first, "first");
	task_set_name(second, "second");
	int error = asyncio_sleep(1);
	task_cancel(first);
	if (error == 0)
		error = queue_put(&queue, "has an item");
	if (error == 0)
		error = asyncio_sleep(1);
	printf("items in the queue: %zu\n", queue_qsize(&queue));
	task_detach(first);
	task_detach(second);
	return error;
}

int main(void)
{
	int error = asyncio_run(async_main, NULL, NULL);

	queue_clear(&queue);
	return error < 0;
}
