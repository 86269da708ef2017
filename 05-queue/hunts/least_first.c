/* least_first.c - Four numbers go into a priority queue, and come out in their order. */
#include "queues.h"
#include "runners.h"

static int by_size(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static PriorityQueue queue = { .compare = by_size };

static int async_main(void *arg, void **result)
{
	static int numbers[] = { 3, 1, 2, 4 };
	void *number;
	int error = 0;

	for (int i = 0; i < 4 && error == 0; i++)
		error = queue_put(&queue, &numbers[i]);
	for (int i = 0; i < 4 && error == 0; i++) {
		error = queue_get(&queue, &number);
		if (error == 0)
			printf("%d\n", *(int *)number);
	}
	return error;
}

int main(void)
{
	int error = asyncio_run(async_main, NULL, NULL);

	queue_clear(&queue);
	return error < 0;
}
