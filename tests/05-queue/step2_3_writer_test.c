/* Step 5.2: writing to a stream, and its end. */
#include "wire.h"

/* Writes until more waits to be sent than the transport wants. */
static void fill(void)
{
	static char bytes[65536];

	for (int i = 0; i < 1000 && !writer->paused; i++)
		succeeds(writer_write(writer, bytes, sizeof bytes));
}

static void empty_all(void)
{
	for (int i = 0; i < 50; i++) {
		empty();
		turns();
	}
}

static int drains(void *arg, void **result)
{
	int error = writer_drain(writer);

	trace("%s%s", (const char *)arg, error == 0 ? "" : ":");
	if (error < 0)
		trace("%s", wire_error(error));
	return error;
}

static Task *drainer(const char *name)
{
	return asyncio_create_task(drains, (void *)(uintptr_t)name);
}

ON_WIRE(drain_returns_at_once_while_little_waits, "0 0 0 hello")
{
	char data[16] = "";

	trace_status(writer_drain(writer));
	trace_status(writer_write(writer, "hello", 5));
	trace_status(writer_drain(writer));
	if (read(theirs, data, sizeof data) > 0)
		trace("%s", data);
	return 0;
}

ON_WIRE(drain_waits_until_little_is_left, "waits drained 1")
{
	fill();
	Task *task = drainer("drained");
	turns();
	trace("%s", future_done(task) ? "returns" : "waits");
	empty_all();
	succeeds(await(task, NULL));
	trace("%d", transport_get_write_buffer_size(writer->transport) <= 16384);
	return 0;
}

static int fills_and_drains(void *arg, void **result)
{
	int pair[2];

	open_pair(pair);
	theirs = pair[1];
	succeeds(asyncio_open_connection_sock(pair[0], &reader, &writer));
	fill();
	trace("%s", wire_error(writer_drain(writer)));
	return 0;
}

/* Who drains is woken, but it is our turn. */
ON_WIRE(who_drains_while_it_is_freed_is_told, "EBADF")
{
	StreamReader *ours = reader;
	StreamWriter *our_writer = writer;

	hang_up();
	Task *task = asyncio_create_task(fills_and_drains, NULL);
	turns();
	for (int i = 0; i < 1000 && writer->paused; i++) {
		empty();
		succeeds(asyncio_sleep(0));
	}
	writer_free(writer);
	succeeds(await(task, NULL));
	reader = ours;
	writer = our_writer;
	return 0;
}

ON_WIRE(many_may_drain_and_one_may_be_called_off, "b: ECANCELED a c d")
{
	const char *names[] = { "a", "b", "c", "d" };
	Task *tasks[4];

	fill();
	for (int i = 0; i < 4; i++)
		tasks[i] = drainer(names[i]);
	turns();
	task_cancel(tasks[1]);
	turns();
	empty_all();
	for (int i = 0; i < 4; i++)
		ignore_status(await(tasks[i], NULL));
	return 0;
}

static int hears(void *arg, void **result)
{
	int error = writer_drain(writer);

	trace("%s",
	      error == -EPIPE || error == -ECONNRESET ? "hears" : wire_error(error));
	return 0;
}

ON_WIRE(all_who_drain_hear_that_the_connection_is_lost, "hears hears ECONNRESET")
{
	Task *tasks[2];

	fill();
	for (int i = 0; i < 2; i++)
		tasks[i] = asyncio_create_task(hears, NULL);
	turns();
	hang_up();
	for (int i = 0; i < 2; i++)
		succeeds(await(tasks[i], NULL));
	trace_status(writer_drain(writer));
	return 0;
}

ON_WIRE(who_writes_for_ever_to_one_that_has_gone_hears_of_it, "hears")
{
	hang_up();
	for (int i = 0; i < 100; i++) {
		ignore_status(writer_write(writer, "x", 1));
		if (writer_drain(writer) < 0) {
			trace("hears");
			return 0;
		}
	}
	return 0;
}

ON_WIRE(both_say_that_it_is_lost, "ECONNRESET ECONNRESET")
{
	hang_up();
	trace_status(writer_write(writer, "x", 1));
	trace_status(writer_drain(writer));
	return 0;
}

ON_WIRE(after_close_nothing_can_be_written, "EPIPE EPIPE EPIPE EPIPE")
{
	writer_close(writer);
	trace_status(writer_write(writer, "x", 1));
	trace_status(writer_drain(writer));
	turns();
	trace_status(writer_write(writer, "x", 1));
	trace_status(writer_drain(writer));
	writer_close(writer);
	return 0;
}

ON_WIRE(who_reads_after_the_writer_is_closed_is_at_the_end, "0 0 1")
{
	writer_close(writer);
	turns();
	trace_line();
	trace_read(10);
	trace("%d", reader_at_eof(reader));
	return 0;
}

static int reads(void *arg, void **result)
{
	trace_line();
	return 0;
}

ON_WIRE(who_is_reading_then_is_woken, "0 closed")
{
	Task *task = asyncio_create_task(reads, NULL);

	turns();
	writer_close(writer);
	succeeds(await(task, NULL));
	trace("closed");
	return 0;
}

ON_WIRE(their_end_does_not_close_our_half, "0 0 goodbye")
{
	char data[16] = "";

	shutdown(theirs, SHUT_WR);
	trace_line();
	trace_status(writer_write(writer, "goodbye", 7));
	if (read(theirs, data, sizeof data - 1) == 7)
		trace("%s", data);
	return 0;
}

ON_WIRE(abort_drops_what_waits, "1 closed 1")
{
	fill();
	size_t waits = transport_get_write_buffer_size(writer->transport);
	trace("%d", waits > 0);
	writer_abort(writer);
	turns();
	trace(writer->transport == NULL ? "closed" : "open");
	trace("%d", empty() > 0 && read(theirs, &waits, 1) == 0);
	return 0;
}

ON_WIRE(abort_may_come_after_the_end, "1 1 1")
{
	writer_close(writer);
	turns();
	trace("%d", writer->transport == NULL);
	writer_abort(writer);
	transport_abort(writer->transport);
	trace("%d", transport_is_closing(writer->transport));
	trace("%d", writer_drain(writer) == -EPIPE);
	return 0;
}

/* If it blocked the timeout would come too late, or never. */
static int writes_to_one_that_blocked(void *arg, void **result)
{
	Timeout timeout = { 0 };
	int pair[2];

	open_pair(pair);
	fcntl(pair[0], F_SETFL, 0);
	theirs = pair[1];
	succeeds(asyncio_open_connection_sock(pair[0], &reader, &writer));
	succeeds(timeout_enter(&timeout, 1));
	fill();
	trace_status(timeout_exit(&timeout, writer_drain(writer)));
	writer_abort(writer);
	writer_free(writer);
	return 0;
}

ON_WIRE(a_socket_that_blocks_does_not_stop_the_loop, "ETIMEDOUT")
{
	StreamReader *ours = reader;
	StreamWriter *our_writer = writer;
	int their_end = theirs;

	succeeds(await(asyncio_create_task(writes_to_one_that_blocked, NULL), NULL));
	close(theirs);
	reader = ours;
	writer = our_writer;
	theirs = their_end;
	return 0;
}

static int opens_on_a_closed_loop(void *arg, void **result)
{
	int pair[2];

	ignore_status(future_wait(arg));
	open_pair(pair);
	trace_status(asyncio_open_connection_sock(pair[0], &reader, &writer));
	trace("%d", reader == NULL && fcntl(pair[0], F_GETFD) == -1);
	close(pair[1]);
	writer_free(writer);
	return 0;
}

static void a_closed_loop_opens_nothing(void **state)
{
	Loop *loop = asyncio_new_event_loop();

	assert_non_null(loop);
	Future *never = loop_create_future(loop);
	Handle end = HANDLE(stop, loop);
	task_detach(loop_create_task(loop, opens_on_a_closed_loop, never));
	loop_call_later(loop, 0, &end);
	succeeds(loop_run_forever(loop));
	loop_free(loop);
	future_unref(never);
	assert_trace("ESHUTDOWN 1");
}

TESTS(T(drain_returns_at_once_while_little_waits), T(drain_waits_until_little_is_left),
      T(who_drains_while_it_is_freed_is_told),
      T(many_may_drain_and_one_may_be_called_off),
      T(all_who_drain_hear_that_the_connection_is_lost),
      T(who_writes_for_ever_to_one_that_has_gone_hears_of_it),
      T(both_say_that_it_is_lost), T(after_close_nothing_can_be_written),
      T(who_reads_after_the_writer_is_closed_is_at_the_end),
      T(who_is_reading_then_is_woken), T(their_end_does_not_close_our_half),
      T(abort_drops_what_waits), T(abort_may_come_after_the_end),
      T(a_socket_that_blocks_does_not_stop_the_loop), T(a_closed_loop_opens_nothing))
