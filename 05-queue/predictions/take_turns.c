/* take_turns.c - a producer and a consumer, with a queue of two places between them */
#include "queues.h"
#include "runners.h"

static Queue queue = { .maxsize = 2 };
static int numbers[] = { 1, 2, 3, 4 };

static int produce(void *arg, void **result)
{
	int error = 0;

	for (int i = 0; i < 4 && error == 0; i++) {
		error = queue_put(&queue, &numbers[i]);
		printf("put %d\n", numbers[i]);
	}
	return error;
}

static int async_main(void *arg, void **result)
{
	Task *producer = asyncio_create_task(produce, NULL);
	void *number;
	int error = 0;

	for (int i = 0; i < 4 && error == 0; i++) {
		error = queue_get(&queue, &number);
		if (error == 0)
			printf("got %d\n", *(int *)number);
	}
	int ended = await(producer, NULL);
	return error < 0 ? error : ended;
}

int main(void)
{
	int error = asyncio_run(async_main, NULL, NULL);

	queue_clear(&queue);
	return error < 0;
}
