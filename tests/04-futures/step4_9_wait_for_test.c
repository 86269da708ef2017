/* Rung 4.4.9: tasks that wait for each other with a limit of time. */
#include "running.h"

/* Two that wait for each other, and have no time for it. */
typedef struct Pair {
	Task *tasks[2];
	double seconds;
} Pair;

static int waits_for_the_other(void *arg, void **result)
{
	Pair *pair = arg;
	bool second = asyncio_current_task() == pair->tasks[1];
	int status = asyncio_sleep(second ? 0 : 0.01);

	if (status == 0)
		status = asyncio_wait_for(future_ref(pair->tasks[!second]), pair->seconds,
		                          NULL);
	trace("%s:%s", second ? "second" : "first", why(status));
	return status;
}

static int circle(void *arg, void **result)
{
	Pair pair = { .seconds = *(double *)arg };

	for (int i = 0; i < 2; i++)
		pair.tasks[i] = asyncio_create_task(waits_for_the_other, &pair);
	trace("%s", why(asyncio_sleep(1)));
	for (int i = 0; i < 2; i++)
		ignore_status(await(pair.tasks[i], NULL));
	trace("%d", now());
	return 0;
}

static void a_circle_ends_when_the_time_is_up(void **state)
{
	double seconds = 0.05;

	assert_int_equal(run(circle, &seconds), 0);
	assert_trace("second:ETIMEDOUT first:ETIMEDOUT 0 1000");
}

TESTS(T(a_circle_ends_when_the_time_is_up))
