/* Step 5.2: reading from a stream. */
#include "wire.h"

/* ==== read ==== */

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

/* ==== lines ==== */

ON_WIRE(readline_returns_a_line_and_keeps_the_rest, "one/ two/ tail 0 0")
{
	tell_later("on|e\ntw|o\nta|il$");
	for (int i = 0; i < 5; i++)
		trace_line();
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

/* ==== the limit ==== */

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

TESTS(T(read_returns_what_there_is), T(everything_up_to_the_end_is_one_read),
      T(readexactly_waits_for_all_of_it), T(at_eof_only_when_all_has_been_read),
      T(readline_returns_a_line_and_keeps_the_rest), T(empty_lines_are_lines),
      T(a_separator_in_pieces_is_found), T(a_separator_makes_sense),
      T(bytes_of_any_value_pass), T(the_limit_counts_what_is_before_the_newline),
      T(of_a_line_that_is_too_long_what_has_come_is_dropped),
      T(a_line_must_fit_into_the_memory_for_it), T(what_readuntil_finds_too_long_stays),
      T(read_and_readexactly_know_no_limit))
