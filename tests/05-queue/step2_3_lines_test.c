/* Rung 5.2.3: lines, and other things with a separator. */
#include "wire.h"

ON_WIRE(readline_returns_a_line_and_keeps_the_rest, "one/ two/ tail 0 0")
{
	tell_later("on|e\ntw|o\nta|il$");
	for (int i = 0; i < 5; i++)
		trace_line();
	return 0;
}

static int reads_a_line(void *arg, void **result)
{
	trace_line();
	return 0;
}

static int takes_three_of_many(void *arg, void **result)
{
	while (reader->buffer.size <= 4)
		succeeds(asyncio_sleep(0));
	trace_read(3);
	return 0;
}

/* The first has searched four bytes. The second takes three of them, before the first,
 * which more bytes have woken, runs. */
ON_WIRE(a_search_begins_anew_when_another_task_has_taken_bytes, "aaa a/")
{
	Task *first = asyncio_create_task(reads_a_line, NULL),
	     *second = asyncio_create_task(takes_three_of_many, NULL);

	tell("aaaa");
	turns();
	tell("\nbbbbb");
	turns();
	hang_up();
	succeeds(await(first, NULL));
	succeeds(await(second, NULL));
	return 0;
}

ON_WIRE(empty_lines_are_lines, "/ / a/ 0")
{
	tell_later("\n\na\n$");
	for (int i = 0; i < 4; i++)
		trace_line();
	return 0;
}

ON_WIRE(a_separator_in_pieces_is_found,
        "7 'ab--=--' 6 'c-=---' ENODATA 'rest-' ENODATA ''")
{
	tell_later("ab-|-=-|-c-=|---|rest-$");
	trace_until("=--");
	trace_until("---");
	trace_until("=--");
	trace_until("=--");
	return 0;
}

ON_WIRE(a_separator_makes_sense, "EINVAL EINVAL 2 'x-'")
{
	char byte[1];

	tell("x-");
	trace_until("");
	trace_status(reader_readuntil(reader, "-", byte, sizeof byte));
	trace_until("-");
	return 0;
}

ON_WIRE(bytes_of_any_value_pass, "4 1 1")
{
	char data[16] = "";

	if (write(theirs, "\0\xff\0\n", 4) != 4)
		return -EIO;
	trace_status(reader_readline(reader, data, sizeof data));
	trace("%d %d", memcmp(data, "\0\xff\0\n", 5) == 0, data[1] == (char)0xff);
	return 0;
}

ON_WIRE(the_limit_counts_what_is_before_the_newline, "abcd/ EMSGSIZE next/ 0")
{
	reader->limit = 4;
	tell_later("abcd\nabcde\nnext\n$");
	for (int i = 0; i < 4; i++)
		trace_line();
	return 0;
}

ON_WIRE(of_a_line_that_is_too_long_what_has_come_is_dropped, "EMSGSIZE rest/ 0")
{
	reader->limit = 4;
	tell_later("abcdefgh|rest\n$");
	for (int i = 0; i < 3; i++)
		trace_line();
	return 0;
}

ON_WIRE(a_line_must_fit_into_the_memory_for_it, "4 EMSGSIZE 3")
{
	char line[5];

	tell_later("abc\nabcd\nab\n$");
	for (int i = 0; i < 3; i++)
		trace_status(reader_readline(reader, line, sizeof line));
	return 0;
}

ON_WIRE(what_readuntil_finds_too_long_stays, "EMSGSIZE EMSGSIZE abcdefg; 0")
{
	reader->limit = 4;
	tell_later("abcdefg|;$");
	trace_until(";");
	turns();
	turns();
	trace_until(";");
	trace_read(60);
	trace_read(60);
	return 0;
}

ON_WIRE(readuntil_on_a_paused_stream_resumes_it, "EMSGSIZE 100003")
{
	static char data[100010];

	reader->limit = 4;
	stuff(10000);
	turns();
	trace_until("\r\n");
	reader->limit = 200000;
	stuff(90000);
	tell_later("!\r\n");
	trace_status(reader_readuntil(reader, "\r\n", data, sizeof data));
	return 0;
}

static int reads(void *arg, void **result)
{
	trace_read(60);
	return 0;
}

ON_WIRE(a_second_reader_is_refused, "EBUSY EBUSY EBUSY '' EBUSY EINVAL first 0")
{
	Task *first = asyncio_create_task(reads, NULL);

	turns();
	trace_read(60);
	trace_line();
	trace_exactly(5);
	trace_until(";");
	trace_until("");
	tell("first");
	succeeds(await(first, NULL));
	hang_up();
	trace_read(60);
	return 0;
}

static int reads_until(void *arg, void **result)
{
	char data[20];
	ssize_t got = reader_readuntil(reader, "--", data, sizeof data);

	trace_status(got);
	return 0;
}

ON_WIRE(a_reader_that_comes_first_may_take_what_another_was_woken_for, "abc--de 4")
{
	Task *task = asyncio_create_task(reads_until, NULL);

	tell("abc");
	turns();
	tell("--de");
	while (reader->buffer.size < 7)
		succeeds(asyncio_sleep(0));
	if (!future_done(task))
		trace_read(60);
	tell("fg--");
	succeeds(await(task, NULL));
	return 0;
}

/* While the task waits, bytes that it has searched already are made a separator. */
ON_WIRE(what_was_searched_once_is_not_searched_again, "10")
{
	Task *task = asyncio_create_task(reads_until, NULL);

	tell("abcdef");
	turns();
	if (reader->buffer.size == 6)
		memcpy(reader->buffer.memory + reader->buffer.begin + 1, "--", 2);
	tell("gh--");
	succeeds(await(task, NULL));
	return 0;
}

ON_WIRE(the_limit_does_not_count_the_beginning_of_a_separator, "6 'abcd--'")
{
	reader->limit = 4;
	tell_later("abcd-|-");
	trace_until("--");
	return 0;
}

TESTS(T(readline_returns_a_line_and_keeps_the_rest),
      T(a_search_begins_anew_when_another_task_has_taken_bytes), T(empty_lines_are_lines),
      T(a_separator_in_pieces_is_found), T(a_separator_makes_sense),
      T(bytes_of_any_value_pass), T(the_limit_counts_what_is_before_the_newline),
      T(of_a_line_that_is_too_long_what_has_come_is_dropped),
      T(a_line_must_fit_into_the_memory_for_it), T(what_readuntil_finds_too_long_stays),
      T(readuntil_on_a_paused_stream_resumes_it), T(a_second_reader_is_refused),
      T(a_reader_that_comes_first_may_take_what_another_was_woken_for),
      T(what_was_searched_once_is_not_searched_again),
      T(the_limit_does_not_count_the_beginning_of_a_separator))
