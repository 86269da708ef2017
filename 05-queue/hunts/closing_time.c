/* closing_time.c - Two tasks wait for room in a queue that is full. Then the queue is
 * shut down. */
#include "queues.h"
#include "runners.h"

#include <errno.h>

static Queue queue = { .maxsize = 1 };

static int put(void *name, void **result)
{
	int error = queue_put(&queue, name);

	printf("%s: %s\n", (const char *)name,
	       error == -EPIPE ? "the queue is shut down" : "cancelled");
	return 0;
}

static int async_main(void *arg, void **result)
{
	static char *const names[] = { "ada", "bob" };
	int error = queue_put(&queue, "an item");

	for (int i = 0; i < 2; i++) {
		Task *task = asyncio_create_task(put, names[i]);
		task_set_name(task, names[i]);
		task_detach(task);
	}
	if (error == 0)
		error = asyncio_sleep(1);
	queue_shutdown(&queue, false);
	printf("shut down\n");
	if (error == 0)
		error = asyncio_sleep(1);
	printf("main ends\n");
	return error;
}

int main(void)
{
	int error = asyncio_run(async_main, NULL, NULL);

	queue_clear(&queue);
	return error < 0;
}
