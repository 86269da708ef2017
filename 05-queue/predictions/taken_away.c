/* taken_away.c - a task waits for an item; another one puts two, and takes one itself */
#include "queues.h"
#include "runners.h"

static Queue queue;

static void get(const char *name)
{
	void *item;
	int error = queue_get(&queue, &item);

	printf("%s: %s\n", name, error == 0 ? (char *)item : "nothing");
}

static int waits(void *name, void **result)
{
	get(name);
	return 0;
}

static int async_main(void *arg, void **result)
{
	Task *ada = asyncio_create_task(waits, "ada");
	int error = asyncio_sleep(1);

	if (error == 0)
		error = queue_put(&queue, "first");
	printf("put\n");
	if (error == 0)
		error = queue_put(&queue, "second");
	printf("put\n");
	get("main");
	int ended = await(ada, NULL);
	return error < 0 ? error : ended;
}

int main(void)
{
	int error = asyncio_run(async_main, NULL, NULL);

	queue_clear(&queue);
	return error < 0;
}
