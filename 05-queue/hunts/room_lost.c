/* room_lost.c - Two tasks wait for room in a full queue. When there is room the first of
 * them is woken, and it is cancelled before it runs. */
#include "queues.h"
#include "runners.h"

static Queue queue = { .maxsize = 1 };

static int put(void *item, void **result)
{
	int error = queue_put(&queue, item);

	printf("%s: %s\n", (const char *)item, error == 0 ? "is in the queue" : "is not");
	return error;
}

static int async_main(void *arg, void **result)
{
	Task *first = asyncio_create_task(put, "first");
	Task *second = asyncio_create_task(put, "second");

	task_set_name(first, "first");
	task_set_name(second, "second");
	int error = queue_put(&queue, "an item");
	if (error == 0)
		error = asyncio_sleep(1);
	if (error == 0)
		error = queue_get(&queue, NULL);
	task_cancel(first);
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
