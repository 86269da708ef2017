/* passed_on.c - a getter is woken by an item, and is cancelled before it runs: the
 * wake-up goes to the next one. */
#include "program.h"
#include "queues.h"
#include "runners.h"

static Queue queue;

static int getter(void *arg, void **result)
{
	void *item;
	int error = queue_get(&queue, &item);

	if (error < 0)
		return error;
	printf("%s got %s\n", task_get_name(asyncio_current_task()), (char *)item);
	return 0;
}

static int async_main(void *arg, void **result)
{
	Task *first = asyncio_create_task(getter, NULL);
	Task *second = asyncio_create_task(getter, NULL);

	task_set_name(asyncio_current_task(), "main");
	task_set_name(first, "first");
	task_set_name(second, "second");
	int error = asyncio_sleep(1);
	if (error == 0)
		error = queue_put(&queue, "an item");
	task_cancel(first);
	int ended = await(first, NULL);
	if (error == 0 && ended != -ECANCELED)
		error = ended;
	return error < 0 ? error : await(second, NULL);
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nCancels a getter that has been woken.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
