/* Rung 5.2.2: bytes are read, and waited for. */
#include "wire.h"

ON_WIRE(read_returns_what_there_is, "hel lo 0 more 0 0")
{
	tell("hello");
	turns();
	trace_read(3);
	trace_read(60);
	trace_read(0);
	tell_later("more$");
	trace_read(60);
	trace_read(60);
	trace_read(60);
	turns();
	return 0;
}

ON_WIRE(everything_up_to_the_end_is_one_read, "ENODATA 'one two three' ENODATA '' 1")
{
	tell_later("one| two| three$");
	trace_exactly(64);
	trace_exactly(64);
	trace("%d", reader_at_eof(reader));
	return 0;
}

ON_WIRE(readexactly_waits_for_all_of_it,
        "6 'abcdef' 1 'g' 0 '' EINVAL '' ENODATA 'hi' ENODATA ''")
{
	tell_later("abc|defg||hi$");
	trace_exactly(6);
	trace_exactly(1);
	trace_exactly(0);
	trace_exactly(SIZE_MAX);
	trace_exactly(3);
	trace_exactly(3);
	return 0;
}

ON_WIRE(at_eof_only_when_all_has_been_read, "0 0 0 x 1")
{
	trace("%d", reader_at_eof(reader));
	tell("x");
	turns();
	trace("%d", reader_at_eof(reader));
	hang_up();
	turns();
	trace("%d", reader_at_eof(reader));
	trace_read(8);
	trace("%d", reader_at_eof(reader));
	return 0;
}

ON_WIRE(read_and_readexactly_know_no_limit, "abcdefgh 8 'ijklmnop'")
{
	reader->limit = 4;
	tell("abcdefgh");
	turns();
	trace_read(60);
	tell("ijklmnop");
	trace_exactly(8);
	return 0;
}

static int reads_exactly(void *arg, void **result)
{
	char data[6];

	ssize_t got = reader_readexactly(reader, data, sizeof data);
	trace_status(got);
	return got < 0 ? (int)got : 0;
}

ON_WIRE(a_stream_counts_the_tasks_that_wait_in_it, "waits: 0 1 6 0")
{
	const Stream *stream = container_of(reader, Stream, reader);

	trace("waits: %d", stream->waits);
	Task *task = asyncio_create_task(reads_exactly, NULL);
	turns();
	trace("%d", stream->waits);
	tell("abcdef");
	succeeds(await(task, NULL));
	trace("%d", stream->waits);
	return 0;
}

ON_WIRE(while_a_task_waits_no_other_reads_what_is_there, "EBUSY 6")
{
	Task *task = asyncio_create_task(reads_exactly, NULL);

	tell("abc");
	turns();
	trace_read(60);
	tell("def");
	succeeds(await(task, NULL));
	return 0;
}

static int reads_eight_when_some_are_there(void *arg, void **result)
{
	char data[8];

	while (reader->buffer.size == 0)
		succeeds(asyncio_sleep(0));
	trace_status(reader_readexactly(reader, data, sizeof data));
	return 0;
}

/* The bytes that come are too few for both. The second begins to wait before the first,
 * which they have woken, runs. */
ON_WIRE(a_task_that_was_woken_does_not_wait_again_beside_another, "EBUSY 8")
{
	Task *first = asyncio_create_task(reads_exactly, NULL),
	     *second = asyncio_create_task(reads_eight_when_some_are_there, NULL);

	turns();
	tell("abc");
	turns();
	tell("defgh");
	turns();
	hang_up();
	ignore_status(await(first, NULL));
	ignore_status(await(second, NULL));
	return 0;
}

ON_WIRE(a_full_stream_reads_on_unless_the_program_has_paused_it, "9 123456789 3 3")
{
	reader->limit = 4;
	tell("123456789");
	turns();
	tell("abc");
	turns();
	trace("%zu", reader->buffer.size);
	trace_read(60);
	turns();
	trace("%zu", reader->buffer.size);
	transport_pause_reading(writer->transport);
	tell("d");
	ignore_status((int)reader_read(reader, NULL, 0));
	turns();
	trace("%zu", reader->buffer.size);
	return 0;
}

ON_WIRE(a_cancelled_reader_loses_nothing, "ECANCELED abcde")
{
	Task *task = asyncio_create_task(reads_exactly, NULL);

	tell_later("abc|de");
	turns();
	turns();
	turns();
	task_cancel(task);
	ignore_status(await(task, NULL));
	trace_read(60);
	return 0;
}

ON_WIRE(nor_does_a_reader_that_was_woken_in_the_same_pass, "ECANCELED abcdef")
{
	for (int i = 0; i < 5; i++) {
		Task *task = asyncio_create_task(reads_exactly, NULL);
		turns();
		tell("abcdef");
		for (int passes = 0; passes < i; passes++)
			succeeds(asyncio_sleep(0));
		if (!task_cancel(task) || await(task, NULL) == 0)
			continue;
		trace_read(60);
		return 0;
	}
	return 0;
}

static void reads_in_a_callback(void *unused)
{
	char data[8];

	trace_status(reader_read(reader, data, sizeof data));
	trace_status(reader_readexactly(reader, data, 2));
}

/* What is there can be read without a wait. */
ON_WIRE(a_callback_cannot_wait_for_bytes, "EPERM EPERM 5 EPERM")
{
	Handle before = HANDLE(reads_in_a_callback, NULL), after = before;

	loop_call_soon(asyncio_get_running_loop(), &before);
	turns();
	tell("hello");
	turns();
	loop_call_soon(asyncio_get_running_loop(), &after);
	turns();
	return 0;
}

TESTS(T(a_stream_counts_the_tasks_that_wait_in_it),
      T(while_a_task_waits_no_other_reads_what_is_there),
      T(a_task_that_was_woken_does_not_wait_again_beside_another),
      T(a_full_stream_reads_on_unless_the_program_has_paused_it),
      T(read_returns_what_there_is), T(everything_up_to_the_end_is_one_read),
      T(readexactly_waits_for_all_of_it), T(at_eof_only_when_all_has_been_read),
      T(read_and_readexactly_know_no_limit), T(a_cancelled_reader_loses_nothing),
      T(a_callback_cannot_wait_for_bytes),
      T(nor_does_a_reader_that_was_woken_in_the_same_pass))
