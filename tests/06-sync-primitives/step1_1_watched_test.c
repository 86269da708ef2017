/* Step 6.1.1: what a trace tells of an event. */
#include "watching.h"

static Event event = { .name = "bell" };

static int waits(void *name, void **result)
{
	return event_wait(&event);
}

static void set_and_clear_an_event(void)
{
	begin_to_watch();
	start(waits, "1");
	make_passes(1);
	event_set(&event);
	event_clear(&event);
	make_passes(1);
	end();
}

static void an_event_that_is_set_or_cleared_is_seen_in_a_trace(void **state)
{
	assert_told(set_and_clear_an_event,
	            "waits for event 'bell'; outside of a pass: sets event 'bell'; "
	            "outside of a pass: clears event 'bell'");
}

static int waits_after_a_request(void *name, void **result)
{
	task_cancel(asyncio_current_task());
	return event_wait(&event);
}

static void a_wait_that_a_request_has_ended_already_is_for_an_event(void **state)
{
	assert_told_of_a_wait_in_vain(waits_after_a_request, "an event");
}

TESTS(T(an_event_that_is_set_or_cleared_is_seen_in_a_trace),
      T(a_wait_that_a_request_has_ended_already_is_for_an_event))
