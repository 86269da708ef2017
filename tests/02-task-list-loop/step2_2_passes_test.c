/* 2.2.2: a pass over what is ready, and a run. */
#include "events.h"
#include "../01-generators/watching.h"

#include <errno.h>
#include <stdlib.h>

static Loop *loop;

static void say(void *text)
{
	trace("%s", (char *)text);
}

static void stop(void *unused)
{
	trace("stop");
	loop_stop(loop);
}

static void begin(void)
{
	loop = asyncio_new_event_loop();
	assert_non_null(loop);
}

/* Runs until nothing is left to do. */
static void run(void)
{
	assert_int_equal(loop_run_forever(loop), 0);
}

static void callbacks_run_in_the_order_in_which_they_were_scheduled(void **state)
{
	Handle a = HANDLE(say, "a"), b = HANDLE(say, "b"), c = HANDLE(say, "c");

	begin();
	assert_int_equal(loop_call_soon(loop, &a), 0);
	assert_int_equal(loop_call_soon(loop, &b), 0);
	assert_int_equal(loop_call_soon(loop, &c), 0);
	assert_trace("");
	run();
	assert_trace("a b c");
	loop_free(loop);
}

static Handle born = HANDLE(say, "born");

static void bear(void *unused)
{
	trace("bear:%d", loop_call_soon(loop, &born));
}

static void what_a_pass_schedules_waits_for_the_next(void **state)
{
	Handle a = HANDLE(bear, NULL), b = HANDLE(say, "b"), s = HANDLE(stop, NULL);

	begin();
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &s);
	loop_call_soon(loop, &b);
	run();
	assert_trace("bear:0 stop b");
	run();
	assert_trace("bear:0 stop b born");
	loop_free(loop);
}

static void a_cancelled_handle_does_not_run(void **state)
{
	Handle a = HANDLE(say, "a"), b = HANDLE(say, "b"), never = { 0 };

	begin();
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &b);
	handle_cancel(&a);
	handle_cancel(&a);
	handle_cancel(&never);
	run();
	handle_cancel(&b);
	assert_trace("b");
	assert_int_equal(loop_call_soon(loop, &a), 0);
	run();
	assert_trace("b a");
	loop_free(loop);
}

static void cancel(void *handle)
{
	trace("cancel");
	handle_cancel(handle);
}

static void a_handle_of_the_same_pass_can_be_cancelled(void **state)
{
	Handle c = HANDLE(say, "c"), b = HANDLE(say, "b"), a = HANDLE(cancel, &b);

	begin();
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &b);
	loop_call_soon(loop, &c);
	run();
	assert_trace("cancel c");
	loop_free(loop);
}

static void a_handle_is_in_one_place_at_most(void **state)
{
	Handle a = HANDLE(say, "a"), b = HANDLE(say, "b");

	begin();
	assert_int_equal(loop_call_soon(loop, &a), 0);
	assert_int_equal(loop_call_soon(loop, &b), 0);
	assert_int_equal(loop_call_soon(loop, &a), -EBUSY);
	run();
	assert_trace("a b");
	loop_free(loop);
}

typedef struct Own {
	Handle handle;
	int left;
} Own;

/* Schedules itself while it is called, and frees itself at last. */
static void again(void *arg)
{
	Own *own = arg;

	trace("%d", own->left);
	if (own->left-- > 0)
		trace("%s", loop_call_soon(loop, &own->handle) == 0 ? "again" : "?");
	else
		free(own);
}

static void a_handle_that_is_called_belongs_to_its_owner(void **state)
{
	Own *own = malloc(sizeof *own);

	begin();
	*own = (Own){ HANDLE(again, own), 2 };
	loop_call_soon(loop, &own->handle);
	run();
	assert_trace("2 again 1 again 0");
	loop_free(loop);
}

static void stop_lets_the_pass_end(void **state)
{
	Handle a = HANDLE(stop, NULL), b = HANDLE(bear, NULL), c = HANDLE(say, "c");

	begin();
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &b);
	run();
	assert_trace("stop bear:0");
	loop_call_soon(loop, &c);
	run();
	assert_trace("stop bear:0 born c");
	loop_free(loop);
}

static void a_stop_before_the_run_makes_it_one_pass(void **state)
{
	Handle b = HANDLE(bear, NULL);

	begin();
	loop_stop(loop);
	loop_call_soon(loop, &b);
	run();
	assert_false(loop->runs);
	assert_trace("bear:0");
	run();
	assert_trace("bear:0 born");
	loop_free(loop);
}

static void stop_while_watched(void)
{
	Handle s = HANDLE(stop, NULL);

	watch();
	loop = asyncio_new_event_loop();
	loop_call_soon(loop, &s);
	succeeds(loop_run_forever(loop));
	loop_free(loop);
}

static void a_stop_is_seen_in_a_trace(void **state)
{
	assert_int_equal(run_child(stop_while_watched), 0);
	assert_printed("stops the loop when this pass is over\n");
}

static Handle itself;

static void schedules_itself_once(void *unused)
{
	static bool once;

	if (!once)
		loop_call_soon(loop, &itself);
	once = true;
}

static void schedule_itself_while_watched(void)
{
	watch();
	loop = asyncio_new_event_loop();
	itself = (Handle)HANDLE(schedules_itself_once, NULL);
	loop_call_soon(loop, &itself);
	succeeds(loop_run_forever(loop));
	loop_free(loop);
}

static void a_callback_that_schedules_itself_is_seen_in_a_trace(void **state)
{
	assert_int_equal(run_child(schedule_itself_while_watched), 0);
	assert_printed("  schedules ");
	assert_printed("scheduled by itself\n");
}

static int left = 3;
static Handle again_and_again;

static void schedule_again(void *unused)
{
	trace("%d", left);
	if (--left > 0)
		loop_call_soon(loop, &again_and_again);
}

static void a_stop_is_forgotten_when_the_run_has_ended(void **state)
{
	Handle s = HANDLE(stop, NULL);

	begin();
	loop_call_soon(loop, &s);
	run();
	again_and_again = (Handle)HANDLE(schedule_again, NULL);
	loop_call_soon(loop, &again_and_again);
	run();
	assert_trace("stop 3 2 1");
	loop_free(loop);
}

static void it_is_a_deadlock_when_something_waits_and_nothing_can_happen(void **state)
{
	Handle a = HANDLE(say, "a"), s = HANDLE(stop, NULL);

	begin();
	loop->waiting = 1; /* as a task of chapter 4 will say */
	loop_call_soon(loop, &a);
	assert_int_equal(loop_run_forever(loop), -EDEADLK);
	loop_call_soon(loop, &s);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a stop");
	loop_free(loop);
}

static void reports(Loop *which)
{
	trace("reports:%d:%d", which == loop, asyncio_get_running_loop() == NULL);
}

static void a_deadlock_is_reported_when_the_run_is_over(void **state)
{
	Handle s = HANDLE(stop, NULL);

	begin();
	loop->report_deadlock = reports;
	loop_call_soon(loop, &s);
	assert_int_equal(loop_run_forever(loop), 0); /* nobody waits */
	loop->waiting = 1;
	loop_call_soon(loop, &s);
	assert_int_equal(loop_run_forever(loop), 0); /* it was stopped */
	assert_int_equal(loop_run_forever(loop), -EDEADLK);
	assert_trace("stop stop reports:1:1");
	loop_free(loop);
}

static Handle event = HANDLE(say, "event");

static void what_is_fetched_in_the_pass_that_stops_runs_once(void **state)
{
	Handle a = HANDLE(say, "a"), s = HANDLE(stop, NULL);

	begin();
	loop_call_soon(loop, &a);
	handle_append(&loop->ready, &s);
	handle_append(&loop->ready, &event);
	run();
	assert_trace("a stop event");
	loop_free(loop);
}

static void a_loop_with_nothing_to_do_ends(void **state)
{
	Handle a = HANDLE(say, "a");

	begin();
	run();
	loop_call_soon(loop, &a);
	run();
	assert_trace("a");
	loop_free(loop);
}

static void run_inside(void *other)
{
	trace("%d", loop_run_forever(loop) == -EBUSY);
	trace("%d", loop_run_forever(other) == -EBUSY);
	trace("%d", asyncio_get_running_loop() == loop);
}

static void a_running_loop_cannot_be_run(void **state)
{
	Handle a = HANDLE(run_inside, NULL), b = HANDLE(say, "b");

	begin();
	a.arg = asyncio_new_event_loop();
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &b);
	assert_null(asyncio_get_running_loop());
	run();
	assert_trace("1 1 1 b");
	assert_null(asyncio_get_running_loop());
	loop_free(a.arg);
	loop_free(loop);
}

TESTS(T(callbacks_run_in_the_order_in_which_they_were_scheduled),
      T(what_a_pass_schedules_waits_for_the_next), T(a_cancelled_handle_does_not_run),
      T(a_handle_of_the_same_pass_can_be_cancelled), T(a_handle_is_in_one_place_at_most),
      T(a_handle_that_is_called_belongs_to_its_owner), T(stop_lets_the_pass_end),
      T(a_stop_is_forgotten_when_the_run_has_ended),
      T(it_is_a_deadlock_when_something_waits_and_nothing_can_happen),
      T(a_deadlock_is_reported_when_the_run_is_over),
      T(a_running_loop_cannot_be_run), T(a_stop_before_the_run_makes_it_one_pass),
      T(a_stop_is_seen_in_a_trace),
      T(a_callback_that_schedules_itself_is_seen_in_a_trace),
      T(what_is_fetched_in_the_pass_that_stops_runs_once),
      T(a_loop_with_nothing_to_do_ends))
