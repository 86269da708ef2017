/* reader_tests.h - readers and writers, with the selectors that a file is about. */
#ifndef READER_TESTS_H
#define READER_TESTS_H

#include "both.h"
#include "io.h"

/* Something that is called for a descriptor. */
typedef struct Caller {
	const char *name;
	Loop *loop;
	int fd;
	int left; /* so many calls are left until it is removed */
	Handle handle;
} Caller;

/* Reads a byte each time, until the end. */
static void reads(void *arg)
{
	Caller *caller = arg;
	char c;
	ssize_t n = read(caller->fd, &c, 1);

	if (n == 1)
		trace("%s%c", caller->name, c);
	else if (n < 0 && errno == EAGAIN)
		trace("%s:again", caller->name);
	else {
		trace("%s:end", caller->name);
		loop_remove_reader(caller->loop, caller->fd);
	}
}

/* Counts, and does nothing with the descriptor. */
static void counts(void *arg)
{
	Caller *caller = arg;

	trace("%s%d", caller->name, caller->left);
	if (--caller->left == 0)
		handle_cancel(&caller->handle);
}

static void reads_to_the_end(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, 0, HANDLE(reads, &r) };

	open_pair(pair);
	r.fd = pair[0];
	put(pair[1], "abc");
	assert_int_equal(loop_add_reader(loop, r.fd, &r.handle), 0);
	close(pair[1]);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("ra rb rc r:end");
	close(pair[0]);
}

static void a_reader_is_called_again_until_nothing_is_left(void **state)
{
	on_each(reads_to_the_end);
}

static void writes_three_times(Loop *loop)
{
	int pair[2];
	Caller w = { "w", loop, -1, 3, HANDLE(counts, &w) };

	open_pair(pair);
	assert_int_equal(loop_add_writer(loop, pair[0], &w.handle), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("w3 w2 w1");
	close_pair(pair);
}

static void a_writer_is_called_again_while_there_is_room(void **state)
{
	on_each(writes_three_times);
}

/* Two descriptors of one socket: the second reader finds nothing. */
static void reads_in_vain(Loop *loop)
{
	int pair[2];
	Caller one = { "r", loop, -1, 0, HANDLE(reads, &one) };
	Caller two = { "r", loop, -1, 0, HANDLE(reads, &two) };

	open_pair(pair);
	one.fd = pair[0];
	two.fd = dup(pair[0]);
	put(pair[1], "x");
	succeeds(loop_add_reader(loop, one.fd, &one.handle));
	succeeds(loop_add_reader(loop, two.fd, &two.handle));
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("rx r:again");
	close(pair[1]);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("rx r:again r:end r:end");
	close(two.fd);
	close(pair[0]);
}

static void a_reader_may_find_nothing_to_read(void **state)
{
	on_each(reads_in_vain);
}

static void replaces(Loop *loop)
{
	int pair[2];
	Caller one = { "one", loop, -1, 1, HANDLE(counts, &one) };
	Caller two = { "two", loop, -1, 1, HANDLE(counts, &two) };

	open_pair(pair);
	put(pair[1], "x");
	assert_int_equal(loop_add_reader(loop, pair[0], &one.handle), 0);
	assert_int_equal(loop_add_reader(loop, pair[0], &two.handle), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("two1");
	assert_int_equal(loop_add_writer(loop, pair[0], &two.handle), 0);
	assert_int_equal(loop_add_writer(loop, pair[0], &one.handle), 0);
	assert_int_equal(loop_call_soon(loop, &two.handle), 0);
	two.left = 1;
	assert_int_equal(loop_run_forever(loop), 0);
	/* what is scheduled and what is ready: in either order */
	if (strcmp(traced() + traced_before, "two1 one1 two1") != 0)
		assert_traced("two1 two1 one1");
	close_pair(pair);
}

static void the_second_takes_the_place_of_the_first(void **state)
{
	on_each(replaces);
}

static void was_a_timer(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, 1, HANDLE(counts, &r) };

	open_pair(pair);
	put(pair[1], "x");
	assert_int_equal(loop_call_later(loop, 5, &r.handle), 0);
	handle_cancel(&r.handle);
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	assert_compared(r.handle.when, ==, INFINITY);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("r1");
	close_pair(pair);
}

static void a_handle_that_was_a_timer_has_no_deadline_as_a_reader(void **state)
{
	on_each(was_a_timer);
}

static void removes(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, 1, HANDLE(counts, &r) };
	Caller w = { "w", loop, -1, 1, HANDLE(counts, &w) };

	open_pair(pair);
	put(pair[1], "x");
	assert_int_equal(loop_remove_reader(loop, pair[0]), 0);
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	assert_int_equal(loop_remove_writer(loop, pair[0]), 0);
	assert_int_equal(loop_remove_reader(loop, pair[0]), 1);
	assert_int_equal(loop_remove_reader(loop, pair[0]), 0);
	assert_int_equal(loop_add_writer(loop, pair[0], &w.handle), 0);
	assert_int_equal(loop_remove_reader(loop, pair[0]), 0);
	assert_int_equal(loop_remove_writer(loop, pair[0]), 1);
	assert_int_equal(loop_remove_writer(loop, pair[0]), 0);
	assert_int_equal(loop_remove_reader(loop, -1), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("");
	close_pair(pair);
}

static void what_is_removed_was_there_once(void **state)
{
	on_each(removes);
}

static void cancels(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, 9, HANDLE(counts, &r) };
	Caller w = { "w", loop, -1, 9, HANDLE(counts, &w) };

	open_pair(pair);
	put(pair[1], "x");
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	loop_stop(loop);
	succeeds(loop_run_forever(loop));
	assert_traced("r9");
	assert_int_equal(loop_add_writer(loop, pair[0], &w.handle), 0);
	handle_cancel(&r.handle);
	handle_cancel(&w.handle);
	assert_int_equal(loop_remove_reader(loop, pair[0]), 0);
	assert_int_equal(loop_remove_writer(loop, pair[0]), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("r9");
	close_pair(pair);
}

static void handle_cancel_removes_it(void **state)
{
	on_each(cancels);
}

static void keeps_the_other(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, 2, HANDLE(counts, &r) };
	Caller w = { "w", loop, -1, 2, HANDLE(counts, &w) };

	open_pair(pair);
	put(pair[1], "x");
	succeeds(loop_add_reader(loop, pair[0], &r.handle));
	succeeds(loop_add_writer(loop, pair[0], &w.handle));
	assert_int_equal(loop_remove_reader(loop, pair[0]), 1);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("w2 w1");
	w.left = 2;
	succeeds(loop_add_writer(loop, pair[0], &w.handle));
	succeeds(loop_add_reader(loop, pair[0], &r.handle));
	assert_int_equal(loop_remove_writer(loop, pair[0]), 1);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("w2 w1 r2 r1");
	close_pair(pair);
}

static void each_direction_is_removed_alone(void **state)
{
	on_each(keeps_the_other);
}

TESTS(T(a_reader_is_called_again_until_nothing_is_left),
      T(a_writer_is_called_again_while_there_is_room),
      T(a_reader_may_find_nothing_to_read), T(the_second_takes_the_place_of_the_first),
      T(a_handle_that_was_a_timer_has_no_deadline_as_a_reader),
      T(what_is_removed_was_there_once), T(handle_cancel_removes_it),
      T(each_direction_is_removed_alone))

#endif
