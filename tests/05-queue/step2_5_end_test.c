/* Rung 5.2.5: how a connection ends for the tasks that write and drain. */
#include "wire.h"

#include <sys/resource.h>

static int hears(void *arg, void **result)
{
	int error = writer_drain(writer);

	trace("%s",
	      error == -EPIPE || error == -ECONNRESET ? "hears" : wire_error(error));
	return 0;
}

ON_WIRE(each_drain_fails_when_the_connection_is_lost, "hears hears ECONNRESET")
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

ON_WIRE(after_the_writer_is_closed_the_reader_is_at_its_end, "0 0 1")
{
	writer_close(writer);
	turns();
	trace_line();
	trace_read(10);
	trace("%d", reader_at_eof(reader));
	return 0;
}

static int reads_a_line(void *arg, void **result)
{
	trace_line();
	return 0;
}

ON_WIRE(a_reader_is_woken_when_the_writer_is_closed, "0 closed")
{
	Task *task = asyncio_create_task(reads_a_line, NULL);

	turns();
	writer_close(writer);
	succeeds(await(task, NULL));
	trace("closed");
	return 0;
}

ON_WIRE(a_reader_fails_when_its_stream_is_freed_before_all_is_sent, "EBADF freed")
{
	Task *task = asyncio_create_task(reads_a_line, NULL);

	fill();
	turns();
	writer_free(writer);
	writer = NULL;
	turns();
	trace("freed");
	hang_up();
	succeeds(await(task, NULL));
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

/* Opens and frees a hundred streams, each with 16 KiB that nothing has read. Returns how
 * much memory the process has had at most. */
static long frees_a_hundred_with_bytes_unread(void)
{
	static char bytes[16384];
	struct rusage usage;
	StreamReader *r = NULL;
	StreamWriter *w = NULL;
	int pair[2];

	for (int i = 0; i < 100; i++) {
		succeeds(unblocked_pair(SOCK_STREAM, pair));
		succeeds(asyncio_open_connection_sock(pair[0], &r, &w));
		succeeds(write(pair[1], bytes, sizeof bytes));
		close(pair[1]);
		turns();
		writer_free(w);
		turns();
	}
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

ON_WIRE(bytes_that_nothing_reads_are_freed_with_the_stream, "freed")
{
	frees_a_hundred_with_bytes_unread();
	long first = frees_a_hundred_with_bytes_unread();
	long last = frees_a_hundred_with_bytes_unread();
	bool tells = !SANITIZED && TEST_SCALE == 1; /* others keep what was freed */
	bool kept = tells && last - first >= 1024;

	trace(kept ? "%ld KiB are not freed" : "freed", last - first);
	return 0;
}

TESTS(T(each_drain_fails_when_the_connection_is_lost),
      T(after_the_writer_is_closed_the_reader_is_at_its_end),
      T(a_reader_is_woken_when_the_writer_is_closed),
      T(a_reader_fails_when_its_stream_is_freed_before_all_is_sent),
      T(abort_drops_what_waits), T(abort_may_come_after_the_end),
      T(bytes_that_nothing_reads_are_freed_with_the_stream))
