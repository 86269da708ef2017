/* wrapped.c - Six numbers go into a queue, and four come out. Then eight more go in, and
 * all that are left come out. */
#include "queues.h"
#include "runners.h"

static Queue queue;
static int next;

static int put(int times)
{
	static int numbers[14] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 };
	int error = 0;

	for (int i = 0; i < times && error == 0; i++)
		error = queue_put(&queue, &numbers[next++]);
	return error;
}

static int get(int times)
{
	void *number;
	int error = 0;

	for (int i = 0; i < times && error == 0; i++) {
		error = queue_get(&queue, &number);
		if (error == 0)
			printf("%d\n", *(int *)number);
	}
	return error;
}

static int async_main(void *arg, void **result)
{
	int error = put(6);

	if (error == 0)
		error = get(4);
	if (error == 0)
		error = put(8);
	return error < 0 ? error : get(10);
}

int main(void)
{
	int error = asyncio_run(async_main, NULL, NULL);

	queue_clear(&queue);
	return error < 0;
}
