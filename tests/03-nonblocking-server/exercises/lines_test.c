/* Exercise lines: see 03-nonblocking-server/exercises/lines.c. */
#include "lines.h"
#include "testing.h"

#include <errno.h>
#include <stdint.h>

static void line(void *arg, const char *text, size_t n)
{
	trace("<%.*s>", (int)n, text);
}

/* Records a line with 0 for each zero byte. */
static void line_with_zeros(void *arg, const char *text, size_t n)
{
	char shown[20] = "";

	for (size_t i = 0; i < n && i < sizeof shown - 1; i++)
		shown[i] = text[i] == '\0' ? '0' : text[i];
	trace("<%s>", shown);
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

static void a_piece_may_end_one_line_and_have_two_more(void **state)
{
	Lines lines = { .fn = line };

	add(&lines, "ab");
	add(&lines, "c\nd\nefgh\n");
	assert_trace("<abc> <d> <efgh>");
	add(&lines, "i\nj");
	add(&lines, "\nk\n");
	assert_trace("<abc> <d> <efgh> <i> <j> <k>");
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

static void a_line_may_have_any_bytes_but_newlines(void **state)
{
	Lines lines = { .fn = line_with_zeros };

	assert_int_equal(lines_add(&lines, "a\0b\n\0", 5), 0);
	assert_trace("<a0b>");
	lines_end(&lines);
	assert_trace("<a0b> <0>");
}

static void lines_end_frees_the_memory(void **state)
{
	Lines lines = { .fn = line };

	add(&lines, "one\ntwo");
	lines_end(&lines);
	assert_trace("<one> <two>");
	assert_null(lines.rest.memory);
}

/* No machine has memory for so many bytes, so none of them is looked at. */
static void what_finds_no_memory_is_not_taken(void **state)
{
	Lines lines = { .fn = line };

	add(&lines, "o");
	assert_int_equal(lines_add(&lines, "x\n", SIZE_MAX / 2), -ENOMEM);
	add(&lines, "ne\n");
	assert_trace("<one>");
	lines_end(&lines);
}

TESTS(T(one_piece_may_have_two_lines), T(one_line_may_come_in_three_pieces),
      T(a_piece_may_end_one_line_and_have_two_more), T(a_line_may_be_empty),
      T(the_last_line_may_have_no_newline), T(a_line_may_have_any_bytes_but_newlines),
      T(lines_end_frees_the_memory), T(what_finds_no_memory_is_not_taken))
