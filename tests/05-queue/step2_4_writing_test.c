/* Rung 5.2.4: bytes are written, and drained. */
#include "wire.h"

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

ON_WIRE(many_may_drain_and_one_may_be_cancelled, "b: ECANCELED a c d")
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

/* If the socket blocked, the timeout would come too late, or never. */
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

ON_BOTH_IF(has_pipes(), wire, a_socket_that_blocks_does_not_stop_the_loop, "ETIMEDOUT")
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

ON_WIRE(a_task_that_writes_for_ever_finds_out_that_the_connection_has_ended, "hears")
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

ON_WIRE(write_and_drain_fail_when_the_connection_is_lost, "ECONNRESET ECONNRESET")
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

TESTS(T(drain_returns_at_once_while_little_waits),
      T(drain_waits_until_little_is_left), T(many_may_drain_and_one_may_be_cancelled),
      T(their_end_does_not_close_our_half),
      T(a_socket_that_blocks_does_not_stop_the_loop),
      T(a_task_that_writes_for_ever_finds_out_that_the_connection_has_ended),
      T(write_and_drain_fail_when_the_connection_is_lost),
      T(after_close_nothing_can_be_written))
