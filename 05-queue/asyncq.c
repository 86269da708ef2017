/* asyncq.c - producers and consumers that meet at a queue. */
#include "program.h"
#include "queues.h"
#include "runners.h"

static int produce(void *arg, void **result)
{
	return queue_put(arg, "an item");
}

static int async_main(void *arg, void **result)
{
	Queue queue = { 0 };
	void *item = NULL;

	task_detach(asyncio_create_task(produce, &queue));
	int error = queue_get(&queue, &item);
	if (error == 0)
		printf("%s\n", (const char *)item);
	queue_clear(&queue);
	return error;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nHands an item from task to task.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
