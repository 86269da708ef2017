/* Rung 4.2.3: sleeping, and one turn for all others. */
#include "core.h"

static int sleeps(void *seconds, void **result)
{
	int status = asyncio_sleep(*(double *)seconds);

	trace("%g:%s", time_perf_counter(), why(status));
	*result = seconds;
	return status;
}

static void three_sleepers_wake_in_the_order_of_their_times(void **state)
{
	double times[] = { 0.03, 0.01, 0.02 };

	begin();
	for (int i = 0; i < 3; i++)
		task_detach(new_task(sleeps, &times[i]));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("0.01:ok 0.02:ok 0.03:ok");
	loop_free(loop);
}

static void a_negative_sleep_is_one_pass(void **state)
{
	double seconds = -3;
	void *value = NULL;

	begin();
	Task *task = new_task(sleeps, &seconds);
	assert_int_equal(loop_run_until_complete(loop, task, &value), 0);
	assert_ptr_equal(value, &seconds);
	assert_trace("0:ok");
	assert_int_equal(pass, 3); /* two steps, and the end of the run */
	loop_free(loop);
}

static int sleeps_wrongly(void *unused, void **result)
{
	int before = pass;

	trace("%s", why(asyncio_sleep(NAN)));
	trace("%s", why(asyncio_sleep(-INFINITY)));
	trace("%d", pass - before);
	return 0;
}

static void what_is_no_time_is_refused(void **state)
{
	begin();
	assert_int_equal(coroutine_status(sleeps_wrongly, NULL), 0);
	assert_int_equal(asyncio_sleep(NAN), -EINVAL);
	assert_trace("EINVAL ok 1");
	assert_null(timers_first(loop));
	loop_free(loop);
}

static int counts(void *n, void **result)
{
	trace("%d@%g", ++*(int *)n, loop_time(loop));
	return asyncio_sleep(1);
}

/* There is no runner object: it is a loop. */
static void several_runs_on_one_loop_go_on_where_the_last_one_ended(void **state)
{
	int n = 0;

	begin();
	for (int i = 0; i < 3; i++)
		assert_int_equal(coroutine_status(counts, &n), 0);
	assert_trace("1@0 2@1 3@2");
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(loop_close(loop), 0);
	Task *task = loop_create_task(loop, counts, &n);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), -ESHUTDOWN);
	task_detach(task);
	assert_int_equal(n, 3);
	loop_free(loop);
}

static int tells(void *name, void **result)
{
	trace("%s@%d", (char *)name, pass);
	*result = name;
	return 0;
}

static int creates(void *unused, void **result)
{
	Task *task = asyncio_create_task(tells, "child");

	trace("parent@%d", pass);
	succeeds(asyncio_sleep(0));
	trace("parent@%d:%d", pass, future_done(task));
	return await(task, NULL);
}

static void a_task_that_a_task_creates_begins_a_pass_later(void **state)
{
	begin();
	assert_int_equal(coroutine_status(creates, NULL), 0);
	assert_trace("parent@1 child@2 parent@2:1");
	loop_free(loop);
}

static int takes_turns(void *name, void **result)
{
	for (int i = 0; i < 3; i++) {
		trace("%s%d", (char *)name, i);
		succeeds(asyncio_sleep(0));
	}
	return 0;
}

static void tasks_that_give_way_take_turns(void **state)
{
	begin();
	task_detach(new_task(takes_turns, "a"));
	task_detach(new_task(takes_turns, "b"));
	task_detach(new_task(takes_turns, "c"));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a0 b0 c0 a1 b1 c1 a2 b2 c2");
	loop_free(loop);
}

static int gives_way(void *unused, void **result)
{
	int before = pass;

	trace("%d", asyncio_sleep(0));
	trace("after:%d", pass - before);
	before = pass;
	trace("%d", generator_yield(NULL, NULL));
	trace("after:%d", pass - before);
	before = pass;
	trace("%d", asyncio_sleep(-5));
	trace("after:%d", pass - before);
	return 0;
}

static void to_give_way_takes_one_pass(void **state)
{
	begin();
	assert_int_equal(coroutine_status(gives_way, NULL), 0);
	assert_trace("0 after:1 0 after:1 0 after:1");
	loop_free(loop);
}

static const char *current(void)
{
	return task_get_name(asyncio_current_task());
}

static void tells_current(void *unused)
{
	trace("callback:%s", asyncio_current_task() == NULL ? "none" : current());
}

static int knows_itself(void *unused, void **result)
{
	static Handle handle;

	handle = (Handle)HANDLE(tells_current, NULL);
	trace("%s", current());
	loop_call_soon(loop, &handle);
	succeeds(asyncio_sleep(0));
	trace("%s", current());
	succeeds(asyncio_sleep(0.5));
	trace("%s", current());
	return 0;
}

static void the_current_task_is_the_one_that_runs(void **state)
{
	begin();
	Task *b = new_task(knows_itself, NULL), *a = new_task(takes_turns, "a");

	task_set_name(b, "b");
	task_detach(b);
	task_detach(a);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("b a0 callback:none b a1 a2 b");
	assert_null(asyncio_current_task());
	loop_free(loop);
}

/* It is woken before its time. The timer lies on its stack, so it must be in no list. */
static void a_sleep_that_ends_early_takes_its_timer_back(void **state)
{
	double seconds = 1;

	begin();
	Task *task = new_task(sleeps, &seconds);
	make_passes(1);
	Future *over = task_of(task)->waits_for;
	assert_non_null(over);
	assert_non_null(over->value); /* for reports: the timer */
	assert_true(((const Handle *)over->value)->when == seconds);
	assert_int_equal(future_set_result(over, NULL), 0);
	make_passes(1);
	assert_trace("0:ok");
	assert_null(timers_first(loop));
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	loop_free(loop);
}

TESTS(T(three_sleepers_wake_in_the_order_of_their_times),
      T(a_negative_sleep_is_one_pass), T(what_is_no_time_is_refused),
      T(several_runs_on_one_loop_go_on_where_the_last_one_ended),
      T(a_task_that_a_task_creates_begins_a_pass_later),
      T(tasks_that_give_way_take_turns), T(to_give_way_takes_one_pass),
      T(the_current_task_is_the_one_that_runs),
      T(a_sleep_that_ends_early_takes_its_timer_back))
