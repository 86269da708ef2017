/* get_timeout.c - a queue has no timeout. Three ways to have one, of which none loses the
 * item that comes too late. */
#include "program.h"
#include "queues.h"
#include "runners.h"
#include "timeouts.h"

static Queue q;

static int get(void *queue, void **result)
{
	return queue_get(queue, result);
}

/* await asyncio.wait_for(q.get(), 0.5): for any future. The getter is a task, which is
 * cancelled when the time is up. */
static int get_with_wait_for(void **item)
{
	return asyncio_wait_for(asyncio_create_task(get, &q), 0.5, item);
}

/* async with asyncio.timeout(0.5): for any piece of code, and no task is made. */
static int get_with_timeout(void **item)
{
	Timeout timeout = { 0 };
	int error = timeout_enter(&timeout, 0.5);

	if (error == 0)
		error = queue_get(&q, item);
	return timeout_exit(&timeout, error);
}

/* await asyncio.wait([getter], timeout=0.5): calls nothing off. The getter waits on, and
 * keeps its place in the line. */
static int get_with_wait(void **item)
{
	static Task *getter;

	if (getter == NULL)
		getter = asyncio_create_task(get, &q);
	ssize_t done = asyncio_wait(&getter, 1, 0.5, ALL_COMPLETED);
	if (done <= 0)
		return done < 0 ? (int)done : -ETIMEDOUT;
	Task *task = getter;
	getter = NULL;
	return await(task, item);
}

static int produce(void *arg, void **result)
{
	int error = asyncio_sleep(0.8);

	return error < 0 ? error : queue_put(&q, "an item");
}

/* Asks again until the item is there, or the producer has failed: there will be none. */
static int try(const char *way, int (*get_it)(void **item))
{
	Task *producer = asyncio_create_task(produce, NULL);
	int error = -ETIMEDOUT, made = -EINPROGRESS;

	while (error == -ETIMEDOUT && (made == 0 || made == -EINPROGRESS)) {
		void *item = NULL;
		double start = time_perf_counter();
		error = get_it(&item);
		double seconds = time_perf_counter() - start;
		if (error == -ETIMEDOUT)
			printf("%s: nothing for %.1f seconds\n", way, seconds);
		else if (error == 0)
			printf("%s: %s after %.1f seconds\n", way, (char *)item, seconds);
		made = future_result(producer, NULL);
	}
	made = await(producer, NULL);
	return made < 0 ? made : error;
}

static int async_main(void *arg, void **result)
{
	int error = try("wait_for", get_with_wait_for);

	if (error == 0)
		error = try("timeout", get_with_timeout);
	if (error == 0)
		error = try("wait", get_with_wait);
	printf("%zu items are left\n", queue_qsize(&q));
	return error;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL,
	              "\n\nWaits half a second for an item, in three ways; and again.");
	int error = asyncio_run(async_main, NULL, NULL);

	queue_clear(&q);
	if (error < 0)
		program_fail(error);
	return 0;
}
