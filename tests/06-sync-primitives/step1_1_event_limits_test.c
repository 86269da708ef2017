/* Step 6.1.1: calls that cannot wait, and what reports say. */
#include "sync.h"
#include "thread_count.h"

static Event event;

static int waits(void *name, void **result)
{
	return record(name, event_wait(&event));
}

static void outside_a_task_only_a_set_event_can_be_waited_for(void **state)
{
	assert_int_equal(event_wait(&event), -EPERM);
	event_set(&event);
	assert_int_equal(event_wait(&event), 0);
	event_clear(&event);
	assert_int_equal(event_wait(&event), -EPERM);
	assert_int_equal(waiting(&event.waiters), 0);
}

static void tasks_of_two_loops_cannot_share_a_wait_queue(void **state)
{
	begin();
	start(waits, "1");
	make_passes(1);
	Loop *other = asyncio_new_event_loop();
	assert_non_null(other);
	Task *stranger = loop_create_task(other, waits, "2");
	assert_int_equal(loop_run_until_complete(other, stranger, NULL), -EINVAL);
	event_set(&event);
	make_passes(1);
	assert_trace("2:EINVAL@1 1:ok@2");
	loop_free(other);
	end();
}

static int wants_to_end(void *name, void **result)
{
	task_cancel(asyncio_current_task());
	record(name, event_wait(&event));
	return record(name, asyncio_sleep(0));
}

static void a_cancellation_request_is_delivered_by_a_call_that_has_to_wait(void **state)
{
	begin();
	start(wants_to_end, "1");
	make_passes(3);
	assert_trace("1:ECANCELED@2 1:ok@3");
	forget_trace();
	event_set(&event);
	start(wants_to_end, "2");
	make_passes(2);
	assert_trace("2:ok@4 2:ECANCELED@5");
	end();
}

static void waits_for_ever(void)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	loop = asyncio_new_event_loop();
	ignore_status(loop_run_until_complete(loop, start(waits, "the guest"), NULL));
	end();
}

static void the_deadlock_report_says_which_event_a_task_waits_for(void **state)
{
	needs_thread_count();
	assert_int_equal(run_child(waits_for_ever), 0);
	assert_printed("deadlock");
	assert_printed("task 'the guest' waits for event 1 ");
}

TESTS(T(outside_a_task_only_a_set_event_can_be_waited_for),
      T(tasks_of_two_loops_cannot_share_a_wait_queue),
      T(a_cancellation_request_is_delivered_by_a_call_that_has_to_wait),
      T(the_deadlock_report_says_which_event_a_task_waits_for))
