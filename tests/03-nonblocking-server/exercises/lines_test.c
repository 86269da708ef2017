/* Exercise lines: see 03-nonblocking-server/exercises/lines.c. */
#include "lines.h"
#include "testing.h"

static void line(void *arg, const char *text, size_t n)
{
	trace("<%.*s>", (int)n, text);
}

static void add(Lines *lines, const char *text)
{
	assert_int_equal(lines_add(lines, text, strlen(text)), 0);
}

static void one_piece_may_have_two_lines(void **state)
{
	Lines lines = { .fn = line };

	add(&lines, "one\ntwo\n");
	assert_trace("<one> <two>");
	lines_end(&lines);
	assert_trace("<one> <two>");
}

static void one_line_may_come_in_three_pieces(void **state)
{
	Lines lines = { .fn = line };

	add(&lines, "o");
	add(&lines, "n");
	add(&lines, "e\nt");
	assert_trace("<one>");
	add(&lines, "wo\n");
	assert_trace("<one> <two>");
	lines_end(&lines);
}

static void a_line_may_be_empty(void **state)
{
	Lines lines = { .fn = line };

	add(&lines, "\n\na\n");
	add(&lines, "");
	add(&lines, "\n");
	assert_trace("<> <> <a> <>");
	lines_end(&lines);
}

static void the_last_line_may_have_no_newline(void **state)
{
	Lines lines = { .fn = line };

	add(&lines, "one\ntwo");
	assert_trace("<one>");
	lines_end(&lines);
	assert_trace("<one> <two>");
	lines_end(&lines);
	assert_trace("<one> <two>");
	add(&lines, "three\n");
	lines_end(&lines);
	assert_trace("<one> <two> <three>");
}

TESTS(T(one_piece_may_have_two_lines), T(one_line_may_come_in_three_pieces),
      T(a_line_may_be_empty), T(the_last_line_may_have_no_newline))
