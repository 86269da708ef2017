/* cost.c - cost NAME TIMES: does one of these things so often, and nothing else that
 * depends on the number. tests/cost counts the instructions. */
#include "asyncio.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static long times;

static int yields(void *unused, void **result)
{
	int error;

	while ((error = generator_yield(NULL, NULL)) == 0)
		;
	return error;
}

static int next(void *unused, void **result)
{
	Generator *generator = generator_new(yields, NULL);
	int more = 1;

	for (long i = 0; i < times && more == 1; i++)
		more = generator_next(generator, NULL);
	generator_free(generator);
	return more == 1 ? 0 : -EINVAL;
}

static int sleeps(void *unused, void **result)
{
	int status = 0;

	for (long i = 0; i < times && status == 0; i++)
		status = asyncio_sleep(0);
	return status;
}

/* So many tasks wait for one future, are woken in one pass, and wait for the next one.
 * So a pass is no part of an await. */
enum { WAITERS = 100 };

static Future *awaited;

static int waits(void *unused, void **result)
{
	int status = 0;

	for (long i = 0; i < times / WAITERS && status == 0; i++)
		status = await(future_ref(awaited), NULL);
	return status;
}

static int awaits(void *unused, void **result)
{
	Loop *loop = asyncio_get_running_loop();
	int status = 0;

	awaited = loop_create_future(loop);
	for (int i = 0; i < WAITERS; i++)
		task_detach(asyncio_create_task(waits, NULL));
	for (long i = 0; i < times / WAITERS && status == 0; i++) {
		Future *now = awaited;
		status = asyncio_sleep(0);
		awaited = loop_create_future(loop);
		future_set_result(now, NULL);
		future_unref(now);
	}
	future_unref(awaited);
	return status < 0 ? status : asyncio_sleep(0);
}

/* Puts an item into a queue, and takes it out. */
static int items(void *unused, void **result)
{
	Queue queue = { .maxsize = 2 };
	void *item;
	int status = 0;

	for (long i = 0; i < times && status == 0; i++) {
		status = queue_put(&queue, &queue);
		if (status == 0)
			status = queue_get(&queue, &item);
	}
	queue_clear(&queue);
	return status;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		CoroutineFn *does;
	} all[] = { { "next", next },
		    { "await", awaits },
		    { "sleep", sleeps },
		    { "item", items } };

	times = argc == 3 ? atol(argv[2]) : 0;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		if (times > 0 && strcmp(argv[1], all[i].name) == 0)
			return asyncio_run(all[i].does, NULL, NULL) < 0;
	}
	return 2;
}
