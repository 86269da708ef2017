/* scenarios_queues.c - tasks that hand each other things: chapter 5. */
#include "scenario.h"

/* A put that fails has put nothing. */
static int put_all(Queue *queue, int n)
{
	for (intptr_t i = 0; i < n; i++) {
		size_t before = queue_qsize(queue), unfinished = queue->unfinished;
		int error = queue_put_nowait(queue, (void *)i);
		require(queue_qsize(queue) == before + (error == 0));
		require(queue->unfinished == unfinished + (error == 0));
		TRY(error);
	}
	return 0;
}

static int take_all(Queue *queue)
{
	void *item;

	while (!queue_empty(queue)) {
		TRY(queue_get_nowait(queue, &item));
		TRY(queue_task_done(queue));
		printf("%zd ", (ssize_t)(intptr_t)item);
	}
	return 0;
}

static int compare(const void *a, const void *b)
{
	return (intptr_t)b > (intptr_t)a ? 1 : -1;
}

SCENARIO(queue_put_nowait,
         "queue_get_nowait queue_task_done queue_qsize queue_empty queue_full "
         "queue_clear")
{
	Queue queues[3] = { { .maxsize = 0 }, { .lifo = true }, { .compare = compare } };
	int error = 0;

	for (int i = 0; i < 3; i++) {
		int status = put_all(&queues[i], 40);
		if (status == 0)
			status = take_all(&queues[i]);
		require(!queue_full(&queues[i]));
		queue_clear(&queues[i]);
		error = error < 0 ? error : status;
	}
	return error;
}

static int produce(void *arg, void **result)
{
	Queue *queue = arg;
	int error = 0;

	for (intptr_t i = 0; i < 20 && error == 0; i++)
		error = queue_put(queue, (void *)i);
	queue_shutdown(queue, false);
	return error;
}

COROUTINE_SCENARIO(queue_put, "queue_get queue_shutdown")
{
	Queue queue = { .maxsize = 3 };
	Task *producer = asyncio_create_task(produce, &queue);
	int error = producer == NULL ? -ENOMEM : 0;
	void *item;

	while (error == 0 && (error = queue_get(&queue, &item)) == 0)
		printf("%zd ", (ssize_t)(intptr_t)item);
	int status = await(producer, NULL);
	queue_clear(&queue);
	return error < 0 && error != -EPIPE ? error : status;
}

static int consume(void *arg, void **result)
{
	Queue *queue = arg;
	void *item;

	for (;;) {
		TRY(queue_get(queue, &item));
		TRY(asyncio_sleep(0.1));
		TRY(queue_task_done(queue));
	}
}

COROUTINE_SCENARIO(queue_join, "")
{
	Queue queue = { 0 };
	int error = put_all(&queue, 5);
	Task *consumer = asyncio_create_task(consume, &queue);

	if (error == 0)
		error = consumer == NULL ? -ENOMEM : queue_join(&queue);
	task_cancel(consumer);
	int status = await(consumer, NULL);
	require(error < 0 || queue_empty(&queue));
	queue_clear(&queue);
	return error < 0 ? error : status == -ECANCELED ? 0 : status;
}
