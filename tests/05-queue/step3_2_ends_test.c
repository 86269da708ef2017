/* Rung 5.3.2: one half of a stream ends, and a task waits until the stream is closed. */
#include "wire.h"

/* ==== one half ends ==== */

ON_WIRE(write_eof_ends_our_half_and_reading_goes_on, "0 hello. answer/ 0 EPIPE")
{
	char data[16] = "";

	succeeds(writer_write(writer, "hello", 5));
	trace_status(writer_write_eof(writer));
	if (read(theirs, data, 5) == 5 && read(theirs, data + 5, 1) == 0)
		trace("%s.", data);
	tell("answer\n");
	hang_up();
	trace_line();
	trace_line();
	trace_status(writer_write(writer, "x", 1));
	return 0;
}

ON_WIRE(a_closed_one_has_no_half_to_end, "EPIPE EPIPE")
{
	writer_close(writer);
	trace_status(writer_write_eof(writer));
	turns();
	trace_status(writer_write_eof(writer));
	return 0;
}

ON_WIRE(a_lost_one_has_no_half_to_end_either, "ECONNRESET")
{
	succeeds(writer_write(writer, "unread", 6));
	hang_up();
	turns();
	trace_status(writer_write_eof(writer));
	return 0;
}

/* ==== it is closed ==== */

static int empties(void *arg, void **result)
{
	size_t *n = arg;

	for (int i = 0; i < 10000; i++) {
		size_t more = empty();
		*n += more;
		ignore_status(asyncio_sleep(0));
	}
	return 0;
}

ON_WIRE(close_sends_what_waits_and_wait_closed_waits_for_that, "0 all")
{
	enum { LARGE = 5000000 };
	static char bytes[LARGE];
	size_t n = 0;

	succeeds(writer_write(writer, bytes, LARGE));
	writer_close(writer);
	Task *task = asyncio_create_task(empties, &n);
	trace_status(writer_wait_closed(writer));
	n += empty();
	trace("%s", n == LARGE ? "all" : "not all");
	task_cancel(task);
	succeeds(await(task, NULL));
	return 0;
}

ON_WIRE(wait_closed_returns_the_error, "ECONNRESET ECONNRESET ECONNRESET")
{
	succeeds(writer_write(writer, "unread", 6));
	hang_up();
	trace_status(writer_wait_closed(writer));
	trace_status(writer_wait_closed(writer));
	trace_status(writer_write(writer, "x", 1));
	return 0;
}

static int closes_soon(void *arg, void **result)
{
	turns();
	trace("close");
	writer_close(writer);
	return 0;
}

ON_WIRE(many_may_wait_for_the_end, "close 0 0")
{
	Task *task = asyncio_create_task(closes_soon, NULL);

	trace_status(writer_wait_closed(writer));
	trace_status(writer_wait_closed(writer));
	succeeds(await(task, NULL));
	return 0;
}

static int waits_on_a_closed_loop(void *arg, void **result)
{
	succeeds(asyncio_open_connection_sock(*(int *)arg, &reader, &writer));
	trace_status(writer_wait_closed(writer));
	trace_status(writer_wait_closed(writer));
	writer_free(writer);
	return 0;
}

static void a_closed_loop_ends_the_wait_for_the_end(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle end = HANDLE(stop, loop);
	int pair[2];

	assert_non_null(loop);
	open_pair(pair);
	task_detach(loop_create_task(loop, waits_on_a_closed_loop, &pair[0]));
	loop_call_later(loop, 0.01, &end);
	succeeds(loop_run_forever(loop));
	assert_trace("");
	loop_free(loop);
	assert_trace("ECANCELED ECANCELED");
	close(pair[1]);
}

static void waits_in_a_callback(void *unused)
{
	trace_status(writer_wait_closed(writer));
}

ON_WIRE(a_callback_cannot_wait_for_the_end, "EPERM 0")
{
	Handle before = HANDLE(waits_in_a_callback, NULL), after = before;

	loop_call_soon(asyncio_get_running_loop(), &before);
	writer_close(writer);
	turns();
	loop_call_soon(asyncio_get_running_loop(), &after);
	turns();
	return 0;
}

TESTS(T(write_eof_ends_our_half_and_reading_goes_on), T(a_closed_one_has_no_half_to_end),
      T(a_lost_one_has_no_half_to_end_either),
      T(close_sends_what_waits_and_wait_closed_waits_for_that),
      T(wait_closed_returns_the_error), T(many_may_wait_for_the_end),
      T(a_closed_loop_ends_the_wait_for_the_end), T(a_callback_cannot_wait_for_the_end))
