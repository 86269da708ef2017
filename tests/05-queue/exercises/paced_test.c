/* Exercise paced: see 05-queue/exercises/paced.c. */
#include "paced.h"
#include "runners.h"
#include "testing.h"
#include "timeouts.h"

#include <errno.h>

static Queue queue;
static Paced paced;

static void put_three(void)
{
	succeeds(queue_put_nowait(&queue, "a"));
	succeeds(queue_put_nowait(&queue, "b"));
	succeeds(queue_put_nowait(&queue, "c"));
}

static void get(void)
{
	void *item = NULL;
	int error = paced_get(&paced, &item);

	trace("%s at %g", error < 0 || item == NULL ? status_name(error) : (char *)item,
	      loop_time(asyncio_get_running_loop()));
}

static void run(CoroutineFn *fn)
{
	queue = (Queue){ 0 };
	paced = (Paced){ .queue = &queue, .seconds = 2 };
	int error = asyncio_run(fn, NULL, NULL);
	queue_clear(&queue);
	assert_int_equal(error, 0);
}

static int gets_three(void *arg, void **result)
{
	put_three();
	for (int i = 0; i < 3; i++)
		get();
	return 0;
}

static void two_seconds_lie_between_two_items(void **state)
{
	run(gets_three);
	assert_trace("a at 0 b at 2 c at 4");
}

static int works_between(void *arg, void **result)
{
	put_three();
	get();
	succeeds(asyncio_sleep(1.5));
	get();
	succeeds(asyncio_sleep(10));
	get();
	return 0;
}

static void the_time_spent_on_an_item_counts(void **state)
{
	run(works_between);
	assert_trace("a at 0 b at 2 c at 12");
}

static int puts_later(void *arg, void **result)
{
	int error = asyncio_sleep(9);

	put_three();
	return error;
}

static int waits_for_them(void *arg, void **result)
{
	Task *task = asyncio_create_task(puts_later, NULL);

	for (int i = 0; i < 3; i++)
		get();
	return await(task, NULL);
}

static void after_a_quiet_time_only_one_comes_at_once(void **state)
{
	run(waits_for_them);
	assert_trace("a at 9 b at 11 c at 13");
}

static int is_cancelled_in_the_pause(void *arg, void **result)
{
	Timeout timeout = { 0 };
	void *item = NULL;

	put_three();
	get();
	succeeds(timeout_enter(&timeout, 1));
	int error = timeout_exit(&timeout, paced_get(&paced, &item));
	trace("%s", status_name(error));
	get();
	return 0;
}

static void a_cancelled_call_loses_no_item(void **state)
{
	run(is_cancelled_in_the_pause);
	assert_trace("a at 0 ETIMEDOUT b at 2");
}

static int is_shut_down(void *arg, void **result)
{
	succeeds(queue_put(&queue, "a"));
	queue_shutdown(&queue, false);
	get();
	get();
	return 0;
}

static void the_end_of_the_queue_is_told(void **state)
{
	run(is_shut_down);
	assert_trace("a at 0 EPIPE at 2");
}

TESTS(T(two_seconds_lie_between_two_items), T(the_time_spent_on_an_item_counts),
      T(after_a_quiet_time_only_one_comes_at_once), T(a_cancelled_call_loses_no_item),
      T(the_end_of_the_queue_is_told))
