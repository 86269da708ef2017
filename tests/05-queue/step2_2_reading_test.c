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

TESTS(T(read_returns_what_there_is), T(everything_up_to_the_end_is_one_read),
      T(readexactly_waits_for_all_of_it), T(at_eof_only_when_all_has_been_read),
      T(read_and_readexactly_know_no_limit), T(a_cancelled_reader_loses_nothing),
      T(nor_does_a_reader_that_was_woken_in_the_same_pass))
