/* 3.5.1: bytes that wait, and what they cost. */
#include "byte_buffer.h"
#include "testing.h"

#include <stdint.h>
#include <string.h>

enum { MUCH = 4000000 / TEST_SCALE, FEW = 100, TIMES = 1000 };

static char source[MUCH];

/* The n-th byte that is ever appended, and the next one that is to be taken. */
static char byte_of(size_t n)
{
	return (char)(n % 251);
}

static size_t appended, taken, wrong;

static void append(ByteBuffer *buffer, size_t n)
{
	for (size_t i = 0; i < n; i++)
		source[i] = byte_of(appended + i);
	assert_true(byte_buffer_append(buffer, source, n));
	appended += n;
}

static void take(ByteBuffer *buffer, size_t n)
{
	byte_buffer_take(buffer, source, n);
	for (size_t i = 0; i < n; i++)
		wrong += source[i] != byte_of(taken + i);
	taken += n;
}

static void bytes_come_out_in_the_order_in_which_they_went_in(void **state)
{
	ByteBuffer buffer = { 0 };

	for (size_t i = 1; i < 200; i++) {
		append(&buffer, i * 7 % 90);
		take(&buffer, buffer.size * i % 5 / 4 * (buffer.size / 2));
		if (i % 60 == 0)
			take(&buffer, buffer.size);
		assert_int_equal(buffer.size, appended - taken);
	}
	take(&buffer, buffer.size);
	assert_int_equal(taken, appended);
	assert_int_equal(wrong, 0);
	byte_buffer_clear(&buffer);
}

static void a_buffer_that_is_empty_begins_at_the_front_again(void **state)
{
	ByteBuffer buffer = { 0 };

	append(&buffer, 2 * FEW);
	take(&buffer, FEW);
	assert_int_equal(buffer.begin, FEW);
	take(&buffer, FEW);
	assert_int_equal(buffer.begin, 0);
	append(&buffer, FEW);
	byte_buffer_take(&buffer, NULL, FEW);
	assert_int_equal(buffer.begin, 0);
	byte_buffer_clear(&buffer);
}

static void bytes_may_be_dropped_and_the_buffer_used_again(void **state)
{
	ByteBuffer buffer = { 0 };
	char text[4] = "";

	byte_buffer_append(&buffer, "one two", 7);
	byte_buffer_take(&buffer, NULL, 4);
	byte_buffer_take(&buffer, text, 3);
	assert_string_equal(text, "two");
	byte_buffer_append(&buffer, "three", 5);
	byte_buffer_clear(&buffer);
	assert_int_equal(buffer.size, 0);
	byte_buffer_append(&buffer, "six", 3);
	byte_buffer_take(&buffer, text, 3);
	assert_string_equal(text, "six");
	byte_buffer_clear(&buffer);
}

static void nothing_can_be_appended_and_more_than_there_is_memory_cannot(void **state)
{
	ByteBuffer buffer = { 0 };
	size_t much[] = { SIZE_MAX, SIZE_MAX - 2, SIZE_MAX - 4, SIZE_MAX / 2 };
	char text[3] = "";

	assert_true(byte_buffer_append(&buffer, NULL, 0));
	byte_buffer_take(&buffer, text, 0);
	byte_buffer_append(&buffer, "two", 3);
	byte_buffer_take(&buffer, NULL, 1);
	for (size_t i = 0; i < sizeof much / sizeof much[0]; i++)
		assert_false(byte_buffer_append(&buffer, "", much[i]));
	assert_int_equal(buffer.size, 2);
	byte_buffer_take(&buffer, text, 2);
	assert_string_equal(text, "wo");
	byte_buffer_clear(&buffer);
}

/* How many bytes are moved when a few are appended to many, and a few taken, again and
 * again. That the first one lies elsewhere shows that all were. */
static size_t moved_behind(size_t many)
{
	ByteBuffer buffer = { 0 };
	size_t moved = 0;

	taken = appended;
	append(&buffer, many);
	size_t room = buffer.room - buffer.size;
	append(&buffer, room > 10 * FEW ? room - 10 * FEW : 0); /* hardly any is left */
	for (int i = 0; i < TIMES; i++) {
		const char *memory = buffer.memory;
		size_t begin = buffer.begin;

		append(&buffer, FEW);
		if (buffer.memory != memory || buffer.begin != begin)
			moved += buffer.size - FEW;
		take(&buffer, FEW);
	}
	byte_buffer_clear(&buffer);
	return moved;
}

static void what_is_moved_does_not_grow_with_what_waits(void **state)
{
	size_t sizes[] = { MUCH, MUCH / 2, MUCH / 4, 10 * FEW, FEW, 1 };

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		printf("%zu bytes wait\n", sizes[i]);
		assert_below(moved_behind(sizes[i]), 2 * sizes[i] + 2 * TIMES * FEW);
	}
	assert_int_equal(wrong, 0);
}

static void memory_grows_with_what_waits_and_not_with_what_has_passed(void **state)
{
	ByteBuffer buffer = { 0 };

	append(&buffer, FEW);
	for (int i = 0; i < TIMES; i++) {
		append(&buffer, FEW);
		take(&buffer, FEW);
	}
	assert_below(buffer.room, 10 * FEW);
	byte_buffer_clear(&buffer);
}

TESTS(T(bytes_come_out_in_the_order_in_which_they_went_in),
      T(a_buffer_that_is_empty_begins_at_the_front_again),
      T(bytes_may_be_dropped_and_the_buffer_used_again),
      T(nothing_can_be_appended_and_more_than_there_is_memory_cannot),
      T(what_is_moved_does_not_grow_with_what_waits),
      T(memory_grows_with_what_waits_and_not_with_what_has_passed))
