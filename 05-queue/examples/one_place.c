/* one_place.c - what chapter 4 has for a task that makes things and another that uses
 * them: a future, which is a place for one thing. */
#include "program.h"
#include "runners.h"

enum { THINGS = 10 };

static Future *place;
static long used, lost;

/* A thing each second. */
static int produce(void *arg, void **result)
{
	int error = 0;

	for (int i = 0; i < THINGS && error == 0; i++) {
		error = asyncio_sleep(1);
		if (error == 0 && future_set_result(place, "a thing") == -EALREADY)
			lost++;
	}
	return error;
}

/* Two seconds for each. */
static int consume(void *arg, void **result)
{
	int error = 0;

	while (error == 0) {
		error = await(place, NULL);
		if (error < 0)
			return error;
		place = loop_create_future(asyncio_get_running_loop()); /* the next */
		used++;
		error = asyncio_sleep(2);
	}
	return error;
}

static int async_main(void *arg, void **result)
{
	place = loop_create_future(asyncio_get_running_loop());
	Task *producer = asyncio_create_task(produce, NULL);
	Task *consumer = asyncio_create_task(consume, NULL);

	task_set_name(asyncio_current_task(), "main");
	task_set_name(producer, "producer");
	task_set_name(consumer, "consumer");
	int error = await(producer, NULL);
	if (error == 0)
		error = asyncio_sleep(10); /* enough for whatever is left */
	printf("%d made, %ld used, for %ld there was no place\n", THINGS, used, lost);
	program_flush(); /* in order with what comes on stderr */
	int end = await(consumer, NULL);
	return error < 0 ? error : end;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nHands ten things over, in a future each.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
