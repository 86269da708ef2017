/* 2.2.3: a loop is closed. */
#include "events.h"
#include "selectors.h"
#include "testing.h"

#include <errno.h>

static Loop *loop;

static void say(void *text)
{
	trace("%s", (char *)text);
}

static void begin(void)
{
	loop = asyncio_new_event_loop();
	assert_non_null(loop);
}

static void close_inside(void *unused)
{
	trace("%d", loop_close(loop) == -EBUSY);
	loop_free(loop);
	trace("%d", asyncio_get_running_loop() == loop);
}

static void a_running_loop_cannot_be_closed(void **state)
{
	Handle a = HANDLE(close_inside, NULL), b = HANDLE(say, "b");

	begin();
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &b);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("1 1 b");
	loop_free(loop);
}

static void close_drops_what_is_ready(void **state)
{
	Handle a = HANDLE(say, "a"), b = HANDLE(say, "b");
	Loop *other = asyncio_new_event_loop();

	begin();
	assert_int_equal(loop_call_soon(loop, &a), 0);
	assert_int_equal(loop_call_soon(loop, &b), 0);
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(loop_call_soon(loop, &a), -ESHUTDOWN);
	assert_int_equal(loop_run_forever(loop), -ESHUTDOWN);
	assert_int_equal(loop_call_soon(other, &a), 0); /* it is nowhere, so it can */
	assert_int_equal(loop_call_soon(other, &b), 0);
	assert_int_equal(loop_call_soon(loop, &a), -ESHUTDOWN); /* not -EBUSY */
	assert_int_equal(loop_run_forever(other), 0);
	assert_trace("a b");
	loop_free(other);
	loop_free(loop);
	loop_free(NULL);
}

static Handle own = HANDLE(say, "own"), late = HANDLE(say, "late");

static void give_up(void *unused)
{
	trace(own.leave != NULL ? "closing" : "too_late");
	trace("%d", loop_call_soon(loop, &late) == -ESHUTDOWN);
	trace("%d", loop_close(loop));
	loop_free(loop);
}

static void what_has_to_give_something_up_hears_of_the_close(void **state)
{
	Handle closing = HANDLE(give_up, NULL);

	begin();
	loop_call_soon(loop, &own);
	handle_append(&loop->closing, &closing);
	loop_free(loop);
	assert_trace("closing 1 0");
	assert_null(own.leave);
}

static void closes(Selector *selector)
{
	trace("selector");
}

static void the_selector_is_closed_last(void **state)
{
	Handle closing = HANDLE(say, "closing");
	Selector selector = { .close = closes };

	begin();
	loop->selector = &selector;
	handle_append(&loop->closing, &closing);
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(loop_close(loop), 0);
	assert_trace("closing selector");
	loop_free(loop);
}

TESTS(T(a_running_loop_cannot_be_closed), T(close_drops_what_is_ready),
      T(what_has_to_give_something_up_hears_of_the_close), T(the_selector_is_closed_last))
