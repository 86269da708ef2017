/* Step 2.2: handles, and a pass over what is ready. */
#include "events.h"
#include "testing.h"

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

static void callbacks_run_in_the_order_they_were_handed_in(void **state)
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

static void a_called_handle_is_its_owners(void **state)
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

static void whoever_still_waits_when_nothing_can_happen_is_deadlocked(void **state)
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

static void run_inside(void *other)
{
	trace("%d", loop_run_forever(loop) == -EBUSY);
	trace("%d", loop_run_forever(other) == -EBUSY);
	trace("%d", loop_close(loop) == -EBUSY);
	loop_free(loop);
	trace("%d", asyncio_get_running_loop() == loop);
}

static void a_running_loop_can_be_neither_run_nor_closed(void **state)
{
	Handle a = HANDLE(run_inside, NULL), b = HANDLE(say, "b");

	begin();
	a.arg = asyncio_new_event_loop();
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &b);
	assert_null(asyncio_get_running_loop());
	run();
	assert_trace("1 1 1 1 b");
	assert_null(asyncio_get_running_loop());
	loop_free(a.arg);
	loop_free(loop);
}

static void close_drops_what_is_ready(void **state)
{
	Handle a = HANDLE(say, "a");
	Loop *other = asyncio_new_event_loop();

	begin();
	assert_int_equal(loop_call_soon(loop, &a), 0);
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(loop_call_soon(loop, &a), -ESHUTDOWN);
	assert_int_equal(loop_run_forever(loop), -ESHUTDOWN);
	assert_int_equal(loop_call_soon(other, &a), 0); /* it is nowhere, so it can */
	assert_int_equal(loop_run_forever(other), 0);
	assert_trace("a");
	loop_free(other);
	loop_free(loop);
	loop_free(NULL);
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

TESTS(T(callbacks_run_in_the_order_they_were_handed_in),
      T(what_a_pass_schedules_waits_for_the_next), T(a_cancelled_handle_does_not_run),
      T(a_handle_of_the_same_pass_can_be_cancelled), T(a_handle_is_in_one_place_at_most),
      T(a_called_handle_is_its_owners), T(stop_lets_the_pass_end),
      T(a_stop_is_forgotten_when_the_run_has_ended),
      T(whoever_still_waits_when_nothing_can_happen_is_deadlocked),
      T(a_running_loop_can_be_neither_run_nor_closed), T(close_drops_what_is_ready),
      T(what_is_fetched_in_the_pass_that_stops_runs_once),
      T(a_loop_with_nothing_to_do_ends))
