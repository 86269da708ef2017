/* Step 6.1: a flag, and those who wait until it is set. */
#include "sync.h"

static Event event;

static int waits(void *name, void **result)
{
	return tell(name, event_wait(&event));
}

static void sets(void *unused)
{
	event_set(&event);
}

static void a_set_event_does_not_suspend(void **state)
{
	begin();
	event_set(&event);
	assert_true(event_is_set(&event));
	start(waits, "1");
	make_passes(1);
	assert_trace("1:ok@1");
	assert_int_equal(event_wait(&event), 0);
	end();
}

static int sets_it(void *unused, void **result)
{
	event_set(&event);
	return 0;
}

static void all_go_on_a_pass_after_it_is_set_but_a_newcomer_at_once(void **state)
{
	begin();
	start(waits, "1");
	start(waits, "2");
	make_passes(1);
	assert_trace("");
	start(sets_it, "sets it");
	start(waits, "3");
	make_passes(2);
	assert_trace("3:ok@2 1:ok@3 2:ok@3");
	end();
}

static void one_that_is_cleared_is_waited_for_again(void **state)
{
	begin();
	event_set(&event);
	event_clear(&event);
	assert_false(event_is_set(&event));
	start(waits, "1");
	make_passes(3);
	assert_trace("");
	event_set(&event);
	make_passes(1);
	assert_trace("1:ok@4");
	end();
}

static void who_waited_goes_on_though_it_is_cleared_at_once(void **state)
{
	begin();
	start_all(waits, three, 3);
	make_passes(1);
	event_set(&event);
	event_clear(&event);
	start(waits, "4");
	make_passes(3);
	assert_trace("1:ok@2 2:ok@2 3:ok@2");
	assert_false(event_is_set(&event));
	assert_int_equal(line_length(&event.waiters), 1);
	event_set(&event);
	make_passes(1);
	assert_trace("1:ok@2 2:ok@2 3:ok@2 4:ok@5");
	end();
}

/* Waits twice, and makes it necessary. */
static int waits_twice(void *name, void **result)
{
	tell(name, event_wait(&event));
	event_clear(&event);
	return tell(name, event_wait(&event));
}

static void to_set_it_twice_wakes_nobody_twice(void **state)
{
	begin();
	start(waits_twice, "1");
	make_passes(1);
	event_set(&event);
	event_set(&event);
	make_passes(3);
	assert_trace("1:ok@2");
	event_set(&event);
	make_passes(1);
	assert_trace("1:ok@2 1:ok@5");
	end();
}

static void who_is_cancelled_leaves_the_line_and_nobody_else_does(void **state)
{
	begin();
	start(waits, "1");
	Task *second = start(waits, "2");
	start(waits, "3");
	make_passes(1);
	assert_int_equal(line_length(&event.waiters), 3);
	task_cancel(second);
	assert_int_equal(line_length(&event.waiters), 2);
	make_passes(1);
	assert_trace("2:ECANCELED@2");
	event_set(&event);
	make_passes(1);
	assert_trace("2:ECANCELED@2 1:ok@3 3:ok@3");
	end();
}

static void who_is_cancelled_after_it_was_set_hears_of_that(void **state)
{
	begin();
	Task *first = start(waits, "1");
	start(waits, "2");
	make_passes(1);
	event_set(&event);
	task_cancel(first);
	make_passes(1);
	assert_trace("1:ECANCELED@2 2:ok@2");
	assert_true(event_is_set(&event));
	end();
}

static void a_callback_or_a_timer_may_set_it(void **state)
{
	Handle soon = HANDLE(sets, NULL), later = HANDLE(sets, NULL);

	begin();
	start(waits, "1");
	start(waits, "2");
	make_passes(1);
	loop_call_soon(loop, &soon);
	make_passes(1);
	assert_trace("");
	make_passes(1);
	assert_trace("1:ok@3 2:ok@3");
	event_clear(&event);
	loop_call_later(loop, 0.5, &later);
	assert_int_equal(loop_run_until_complete(loop, new_task(waits, "3"), NULL), 0);
	assert_true(loop_time(loop) == 0.5);
	end();
}

static int waits_in_vain(void *times, void **result)
{
	for (int i = 0; i < 1000; i++) {
		Timeout timeout = { 0 };
		succeeds(timeout_enter(&timeout, 0.001));
		int status = timeout_exit(&timeout, event_wait(&event));
		*(int *)times += status == -ETIMEDOUT;
	}
	return 0;
}

static void a_thousand_timeouts_leave_nothing_behind(void **state)
{
	int times = 0;

	begin();
	assert_int_equal(coroutine_status(waits_in_vain, &times), 0);
	assert_int_equal(times, 1000);
	assert_int_equal(line_length(&event.waiters), 0);
	assert_null(timers_first(loop));
	end();
}

TESTS(T(a_set_event_does_not_suspend),
      T(all_go_on_a_pass_after_it_is_set_but_a_newcomer_at_once),
      T(one_that_is_cleared_is_waited_for_again),
      T(who_waited_goes_on_though_it_is_cleared_at_once),
      T(to_set_it_twice_wakes_nobody_twice),
      T(who_is_cancelled_leaves_the_line_and_nobody_else_does),
      T(who_is_cancelled_after_it_was_set_hears_of_that),
      T(a_callback_or_a_timer_may_set_it), T(a_thousand_timeouts_leave_nothing_behind))
