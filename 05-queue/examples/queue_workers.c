/* queue_workers.c - how does a worker learn that the work is over? Here None tells it to
 * stop, which is NULL: one for each of them, behind all the work. */
#include "program.h"
#include "queues.h"
#include "runners.h"

enum { WORKERS = 2, MOST = 1000 };

/* The producer has to wait until the workers have taken some out. */
static Queue q = { .maxsize = WORKERS };
static int numbers[WORKERS * MOST];

static int work_on(int n, const int *item)
{
	int error = 0;

	if (item == NULL) {
		printf("consumer %d: has item None\n", n);
	} else {
		printf("consumer %d: has item %d\n", n, *item);
		error = asyncio_sleep(0.01 * *item);
	}
	queue_task_done(&q);
	return error;
}

static int consumer(void *arg, void **result)
{
	int n = *(int *)arg, error;
	void *item;

	printf("consumer %d: starting\n", n);
	do {
		printf("consumer %d: waiting for item\n", n);
		item = NULL;
		if ((error = queue_get(&q, &item)) < 0)
			return error;
		if ((error = work_on(n, item)) < 0)
			return error;
	} while (item != NULL);
	printf("consumer %d: ending\n", n);
	return 0;
}

static int producer(void *arg, void **result)
{
	int n = WORKERS * (int)*(long *)arg, error = 0;

	printf("producer: starting\n");
	for (int i = 0; i < n; i++) {
		if ((error = queue_put(&q, &numbers[i])) < 0)
			return error;
		printf("producer: added task %d to the queue\n", i);
	}
	printf("producer: adding stop signals to the queue\n");
	for (int i = 0; i < WORKERS && error == 0; i++)
		error = queue_put(&q, NULL);
	printf("producer: waiting for queue to empty\n");
	if (error == 0)
		error = queue_join(&q);
	printf("producer: ending\n");
	return error;
}

static int async_main(void *items_per_worker, void **result)
{
	Task *tasks[WORKERS + 1];

	for (int i = 0; i < WORKERS; i++)
		tasks[i] = asyncio_create_task(consumer, &numbers[i]);
	tasks[WORKERS] = asyncio_create_task(producer, items_per_worker);
	ssize_t done = asyncio_wait(tasks, WORKERS + 1, -1, ALL_COMPLETED);
	int error = done < 0 ? (int)done : 0;
	for (int i = 0; i < WORKERS + 1; i++) {
		if (error == 0)
			error = await(tasks[i], NULL);
		else
			task_detach(tasks[i]);
	}
	return error;
}

int main(int argc, char *argv[])
{
	long items_per_worker = 3;
	Option options[] = { { "items-per-worker", &items_per_worker, 0, MOST }, { 0 } };

	program_begin(argc, argv, options,
	              " [--items-per-worker N]\n\n"
	              "Two workers do N pieces of work each (0 to 1000; 3), then stop.");
	for (int i = 0; i < WORKERS * MOST; i++)
		numbers[i] = i;
	int error = asyncio_run(async_main, &items_per_worker, NULL);
	queue_clear(&q);
	if (error < 0)
		program_fail(error);
	return 0;
}
