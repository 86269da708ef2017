/* Step 6.1.1: a flag, and the tasks that wait until it is set. */
#include "sync.h"

static Event event;

static int waits(void *name, void **result)
{
	return record(name, event_wait(&event));
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

static void setting_an_event_wakes_all_and_a_newcomer_does_not_wait(void **state)
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

static void a_cleared_event_is_waited_for_again(void **state)
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

static void a_woken_task_continues_although_the_event_is_cleared_at_once(void **state)
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
	assert_int_equal(waiting(&event.waiters), 1);
	event_set(&event);
	make_passes(1);
	assert_trace("1:ok@2 2:ok@2 3:ok@2 4:ok@5");
	end();
}

/* Waits, clears the event, and waits again. */
static int waits_twice(void *name, void **result)
{
	record(name, event_wait(&event));
	event_clear(&event);
	return record(name, event_wait(&event));
}

static void setting_an_event_twice_wakes_no_task_twice(void **state)
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

static void a_cancelled_task_leaves_the_wait_queue_and_the_others_stay(void **state)
{
	begin();
	start(waits, "1");
	Task *second = start(waits, "2");
	start(waits, "3");
	make_passes(1);
	assert_int_equal(waiting(&event.waiters), 3);
	task_cancel(second);
	assert_int_equal(waiting(&event.waiters), 2);
	make_passes(1);
	assert_trace("2:ECANCELED@2");
	event_set(&event);
	make_passes(1);
	assert_trace("2:ECANCELED@2 1:ok@3 3:ok@3");
	end();
}

static void a_task_that_is_cancelled_after_it_was_woken_returns_ECANCELED(void **state)
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

static void a_callback_or_a_timer_may_set_an_event(void **state)
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
	assert_compared(loop_time(loop), ==, 0.5);
	end();
}

static int waits_until_timeout(void *times, void **result)
{
	for (int i = 0; i < 1000; i++) {
		Timeout timeout = { 0 };
		succeeds(timeout_enter(&timeout, 0.001));
		int status = timeout_exit(&timeout, event_wait(&event));
		*(int *)times += status == -ETIMEDOUT;
	}
	return 0;
}

static void a_thousand_timeouts_leave_the_wait_queue_empty(void **state)
{
	int times = 0;

	begin();
	assert_int_equal(coroutine_status(waits_until_timeout, &times), 0);
	assert_int_equal(times, 1000);
	assert_int_equal(waiting(&event.waiters), 0);
	assert_null(timers_first(loop));
	end();
}

TESTS(T(a_set_event_does_not_suspend),
      T(setting_an_event_wakes_all_and_a_newcomer_does_not_wait),
      T(a_cleared_event_is_waited_for_again),
      T(a_woken_task_continues_although_the_event_is_cleared_at_once),
      T(setting_an_event_twice_wakes_no_task_twice),
      T(a_cancelled_task_leaves_the_wait_queue_and_the_others_stay),
      T(a_task_that_is_cancelled_after_it_was_woken_returns_ECANCELED),
      T(a_callback_or_a_timer_may_set_an_event),
      T(a_thousand_timeouts_leave_the_wait_queue_empty))
