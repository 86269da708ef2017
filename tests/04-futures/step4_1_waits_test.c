/* Rung 4.4.1: a task is cancelled that waits for several at once. */
#include "several.h"

static const char *outcome(int status)
{
	return status == 0 ? "0" : status == -ECANCELED ? "ECANCELED" : "-";
}

/* WAIT-10 */
static Future *some[2];

static int waits(void *arg, void **result)
{
	int status = (int)asyncio_wait(some, 2, 10, ALL_COMPLETED);

	trace("%s", outcome(status));
	trace("%d %d", nobody_waits_for(some[0]), nobody_waits_for(some[1]));
	return status;
}

static int takes_the_next(void *arg, void **result)
{
	Future *future = NULL;
	int status = as_completed_next(arg, &future);

	trace("%s%s", status == 1 ? "takes:" : "", outcome(status < 0 ? status : 0));
	return status < 0 ? status : 0;
}

static void cancel_at_1(CoroutineFn *fn, void *arg)
{
	some[0] = start("a", 2);
	some[1] = start("b", 3);
	Task *task = asyncio_create_task(fn, arg);
	succeeds(asyncio_sleep(1));
	trace("%d", task_cancel(task));
	trace("%s", outcome(await(task, NULL)));
}

static int cancels_a_wait(void *arg, void **result)
{
	cancel_at_1(waits, NULL);
	succeeds(asyncio_sleep(2));
	unref_all(some, 2);
	return 0;
}

static void to_cancel_a_wait_cancels_nobody_else(void **state)
{
	run(cancels_a_wait, NULL);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("1 ECANCELED 1 1 ECANCELED a b");
	assert_compared(loop_time(loop), ==, 3);
	loop_free(loop);
}

/* Woken, but cancelled before it ran. */
static int cancels_a_woken_wait(void *arg, void **result)
{
	some[0] = ready("a");
	some[1] = ready("b");
	Task *task = asyncio_create_task(waits, NULL);
	succeeds(asyncio_sleep(0));
	succeeds(asyncio_sleep(0));
	trace("%d", task_cancel(task));
	trace("%s", outcome(await(task, NULL)));
	unref_all(some, 2);
	return 0;
}

static void a_request_wins_over_the_end_of_a_wait(void **state)
{
	run(cancels_a_woken_wait, NULL);
	assert_trace("1 ECANCELED 1 1 ECANCELED");
	loop_free(loop);
}

/* ASC-09: its step is not lost. */
static int cancels_a_consumer(void *arg, void **result)
{
	AsCompleted it = { .futures = some, .n = 2 };

	cancel_at_1(takes_the_next, &it);
	takes_the_next(&it, NULL);
	takes_the_next(&it, NULL);
	takes_the_next(&it, NULL);
	unref_all(some, 2);
	return 0;
}

static void to_cancel_a_consumer_cancels_nobody_else(void **state)
{
	run(cancels_a_consumer, NULL);
	assert_trace("1 ECANCELED ECANCELED a takes:0 b takes:0 0");
	loop_free(loop);
}

/* Of three tasks that wait the first is woken, and then the first two are cancelled. */
static int cancels_a_woken_consumer(void *arg, void **result)
{
	AsCompleted it = { .futures = some, .n = 2 };
	Task *tasks[3];

	some[0] = loop_create_future(loop);
	some[1] = loop_create_future(loop);
	for (int i = 0; i < 3; i++)
		tasks[i] = asyncio_create_task(takes_the_next, &it);
	succeeds(asyncio_sleep(1));
	set(some[0]);
	succeeds(asyncio_sleep(0));
	trace("%d %d", task_cancel(tasks[0]), task_cancel(tasks[1]));
	for (int i = 0; i < 3; i++)
		ignore_status(await(tasks[i], NULL));
	as_completed_close(&it);
	trace("%d", nobody_waits_for(some[1]));
	unref_all(some, 2);
	return 0;
}

static void what_a_cancelled_consumer_was_woken_for_is_for_the_next(void **state)
{
	run(cancels_a_woken_consumer, NULL);
	assert_trace("1 1 ECANCELED ECANCELED takes:0 1");
	loop_free(loop);
}

TESTS(T(to_cancel_a_wait_cancels_nobody_else), T(a_request_wins_over_the_end_of_a_wait),
      T(to_cancel_a_consumer_cancels_nobody_else),
      T(what_a_cancelled_consumer_was_woken_for_is_for_the_next))
