/* Exercise idle: see 02-task-list-loop/exercises/idle.c. */
#include "idle.h"
#include "testing.h"

#include <errno.h>

static Loop *loop;
static Handle busy;
static int left;

static void work(void *unused)
{
	trace("work");
	if (--left > 0)
		loop_call_soon(loop, &busy);
}

static void rest(void *unused)
{
	trace("idle at %g", loop_time(loop));
}

static void run(void)
{
	int error = loop_run_forever(loop);

	loop_free(loop);
	assert_int_equal(error, 0);
}

static void begin(int passes)
{
	loop = asyncio_new_event_loop();
	busy = (Handle)HANDLE(work, NULL);
	left = passes;
}

static void a_loop_with_nothing_to_do_is_idle(void **state)
{
	Idle idle = { .fn = rest };

	begin(0);
	assert_int_equal(call_idle(loop, &idle), 0);
	run();
	assert_trace("idle at 0");
}

static void it_waits_for_what_schedules_itself(void **state)
{
	Idle idle = { .fn = rest };

	begin(3);
	call_idle(loop, &idle);
	loop_call_soon(loop, &busy);
	run();
	assert_trace("work work work idle at 0");
}

/* When it looks nothing is left of this pass, but something is ready for the next. */
static void it_waits_for_what_is_scheduled_for_the_next_pass(void **state)
{
	Idle idle = { .fn = rest };

	begin(3);
	loop_call_soon(loop, &busy);
	call_idle(loop, &idle);
	run();
	assert_trace("work work work idle at 0");
}

static void one_that_waits_already_is_refused(void **state)
{
	Idle idle = { .fn = rest };

	begin(2);
	call_idle(loop, &idle);
	loop_call_soon(loop, &busy);
	int again = call_idle(loop, &idle);
	run();
	assert_int_equal(again, -EBUSY);
	assert_trace("work work idle at 0");
}

static void asks_again(void *arg)
{
	rest(NULL);
	if (left-- > 0)
		call_idle(loop, arg);
}

static void what_it_calls_may_ask_for_it_again(void **state)
{
	Idle idle = { .fn = asks_again, .arg = &idle };

	begin(2);
	call_idle(loop, &idle);
	run();
	assert_trace("idle at 0 idle at 0 idle at 0");
}

static void it_does_not_wait_for_a_timer(void **state)
{
	Idle idle = { .fn = rest };

	begin(1);
	loop_call_later(loop, 5, &busy);
	call_idle(loop, &idle);
	run();
	assert_trace("idle at 0 work");
}

static void a_closed_loop_refuses(void **state)
{
	Idle idle = { .fn = rest };

	begin(0);
	loop_close(loop);
	int error = call_idle(loop, &idle);
	loop_free(loop);
	assert_int_equal(error, -ESHUTDOWN);
}

TESTS(T(a_loop_with_nothing_to_do_is_idle), T(it_waits_for_what_schedules_itself),
      T(it_waits_for_what_is_scheduled_for_the_next_pass),
      T(one_that_waits_already_is_refused), T(what_it_calls_may_ask_for_it_again),
      T(it_does_not_wait_for_a_timer), T(a_closed_loop_refuses))
