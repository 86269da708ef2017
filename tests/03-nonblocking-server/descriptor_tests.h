/* descriptor_tests.h - what descriptors do: they end, fail, are closed, and come back;
 * and an add that fails. With the selectors that a file is about. */
#ifndef DESCRIPTOR_TESTS_H
#define DESCRIPTOR_TESTS_H

#include "callers.h"

static void both_directions_of(Loop *loop, int fd, const char *expected)
{
	Caller r = { "due", loop, fd, HANDLE(called_once, &r) };
	Caller w = { "due", loop, fd, HANDLE(called_once, &w) };

	assert_int_equal(loop_add_reader(loop, fd, &r.handle), 0);
	assert_int_equal(loop_add_writer(loop, fd, &w.handle), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced(expected);
}

/* Of a pipe one end can only be read from, the other one only be written to. */
static void fails(Loop *loop)
{
	int pair[2], one[2], two[2];

	assert_int_equal(pipe(one), 0);
	close(one[1]);
	both_directions_of(loop, one[0], "due due");
	close(one[0]);
	assert_int_equal(pipe(two), 0);
	close(two[0]);
	both_directions_of(loop, two[1], "due due due due");
	close(two[1]);
	open_pair(pair);
	close(pair[1]);
	both_directions_of(loop, pair[0], "due due due due due due");
	close(pair[0]);
}

static void a_hang_up_and_an_error_call_both(void **state)
{
	on_each(fails);
}

static void refuses(Loop *loop)
{
	int pair[2], gone;
	Caller r = { "r", loop, -1, HANDLE(called_once, &r) };
	Caller w = { "w", loop, -1, HANDLE(called_once, &w) };

	open_pair(pair);
	gone = dup(pair[0]);
	assert_int_equal(loop_add_reader(loop, gone, &r.handle), 0);
	assert_int_equal(loop_remove_reader(loop, gone), 1);
	close(gone); /* it was one, and the loop knew it */
	assert_int_equal(loop_add_reader(loop, gone, &r.handle), -EBADF);
	assert_int_equal(loop_add_reader(loop, 1 << 30, &r.handle), -EBADF);
	assert_int_equal(loop_add_reader(loop, -1, &r.handle), -EBADF);
	assert_int_equal(loop_add_writer(loop, gone, &r.handle), -EBADF);
	put(pair[1], "x");
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	assert_int_equal(loop_add_reader(loop, pair[1], &r.handle), -EBUSY);
	assert_int_equal(loop_add_writer(loop, pair[0], &r.handle), -EBUSY);
	assert_int_equal(loop_call_soon(loop, &r.handle), -EBUSY);
	assert_int_equal(loop_call_soon(loop, &w.handle), 0);
	assert_int_equal(loop_add_writer(loop, pair[0], &w.handle), -EBUSY);
	assert_int_equal(loop_add_reader(loop, pair[0], &w.handle), -EBUSY);
	assert_int_equal(loop_run_forever(loop), 0);
	if (strcmp(traced() + traced_before, "r w") != 0)
		assert_traced("w r");
	close_pair(pair);
}

static void a_handle_somewhere_and_no_descriptor_are_refused(void **state)
{
	on_each(refuses);
}

/* The number is closed behind the loop's back, and comes back. Nothing comes on the
 * descriptor in its second life until the new reader is there. */
static void reuses_after_close(Loop *loop)
{
	int pair[2], other;
	Caller old = { "old", loop, -1, HANDLE(called_once, &old) };
	Caller new = { "new", loop, -1, HANDLE(called_once, &new) };

	open_pair(pair);
	put(pair[1], "x");
	assert_int_equal(loop_add_reader(loop, pair[0], &old.handle), 0);
	close(pair[0]);
	reuse_number(pair[0], &other);
	assert_int_equal(loop_add_reader(loop, pair[0], &new.handle), 0);
	assert_int_equal(loop_call_soon(loop, &old.handle), 0);
	handle_cancel(&old.handle);
	loop_stop(loop);
	succeeds(loop_run_forever(loop));
	assert_traced("");
	put(other, "y");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("new");
	close_pair((int[]){ pair[0], other });
	close(pair[1]);
}

static void a_number_closed_behind_our_back_can_be_added_again(void **state)
{
	on_each(reuses_after_close);
}

/* With poll the last entry takes the place of the one that is removed: the third one
 * moves to the first place, and the fourth one comes behind it. */
static void moves(Loop *loop)
{
	static const char *const names[] = { "a", "b", "c", "d" };
	Caller callers[4];
	int pairs[4][2];

	for (int i = 0; i < 4; i++) {
		open_pair(pairs[i]);
		callers[i] = (Caller){ names[i], loop, pairs[i][0],
			               HANDLE(called_once, &callers[i]) };
	}
	for (int i = 0; i < 3; i++)
		assert_int_equal(
			loop_add_reader(loop, pairs[i][0], &callers[i].handle), 0);
	assert_int_equal(loop_remove_reader(loop, pairs[0][0]), 1);
	assert_int_equal(loop_add_reader(loop, pairs[3][0], &callers[3].handle), 0);
	assert_int_equal(loop_remove_reader(loop, pairs[2][0]), 1);
	for (int i = 1; i < 4; i++)
		put(pairs[i][1], "x");
	assert_int_equal(loop_run_forever(loop), 0);
	if (strcmp(traced() + traced_before, "b d") != 0)
		assert_traced("d b");
	for (int i = 0; i < 4; i++)
		close_pair(pairs[i]);
}

static void removing_one_and_then_another_leaves_the_rest(void **state)
{
	on_each(moves);
}

/* The descriptor is closed behind the loop's back while its socket lives on, and comes
 * back later: that is a way to make an add fail of which the loop recovers. */
static void add_fails(Loop *loop)
{
	int pair[2];
	Caller r = { "reader", loop, -1, HANDLE(called_to_stop, &r) };
	Caller other = { "other", loop, -1, HANDLE(called_to_stop, &other) };

	open_pair(pair);
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	int kept = fcntl(pair[0], F_DUPFD, pair[1] + 1);
	close(pair[0]);
	assert_int_equal(loop_add_reader(loop, pair[0], &other.handle), -EBADF);
	assert_int_equal(loop_add_writer(loop, pair[0], &other.handle), -EBADF);
	assert_int_equal(dup2(kept, pair[0]), pair[0]);
	close(kept);
	put(pair[1], "x");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("reader");
	assert_int_equal(loop_call_soon(loop, &r.handle), -EBUSY);
	assert_int_equal(loop_call_soon(loop, &other.handle), 0);
	handle_cancel(&other.handle);
	assert_int_equal(loop_remove_reader(loop, pair[0]), 1);
	assert_int_equal(loop_remove_writer(loop, pair[0]), 0);
	close_pair(pair);
}

static void an_add_that_fails_leaves_the_reader_that_was_there(void **state)
{
	on_each(add_fails);
}

/* The descriptor is closed behind the loop's back, and its number belongs to another one
 * when the reader is removed. So the kernel cannot forget what it knows of the first one,
 * which comes back later. */
static void comes_back(Loop *loop)
{
	int pair[2], other;
	Caller r = { "reader", loop, -1, HANDLE(called_once, &r) };

	open_pair(pair);
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	int kept = dup(pair[0]);
	close(pair[0]);
	reuse_number(pair[0], &other);
	assert_int_equal(loop_remove_reader(loop, pair[0]), 1);
	assert_int_equal(dup2(kept, pair[0]), pair[0]);
	close(kept);
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	put(pair[1], "x");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("reader");
	close_pair(pair);
	close(other);
}

static void a_descriptor_that_the_kernel_still_knows_can_be_added_again(void **state)
{
	on_each(comes_back);
}

/* If the loop forgot what the system knows, it would not take that back. */
static void wakes_nobody(Loop *loop)
{
	int pair[2];
	Caller r = { "reader", loop, -1, HANDLE(called_to_stop, &r) };
	Caller w = { "writer", loop, -1, HANDLE(called_to_stop, &w) };
	Handle end = HANDLE(stop, loop);

	open_pair(pair);
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	int kept = fcntl(pair[0], F_DUPFD, pair[1] + 1);
	close(pair[0]);
	assert_int_equal(loop_add_writer(loop, pair[0], &w.handle), -EBADF);
	assert_int_equal(dup2(kept, pair[0]), pair[0]);
	close(kept);
	assert_int_equal(loop_remove_reader(loop, pair[0]), 1);
	put(pair[1], "x");
	count_passes(loop);
	loop_call_later(loop, 0.05, &end);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_below(passes, 10);
	assert_traced("");
	close_pair(pair);
}

static void after_an_add_that_failed_the_loop_still_sleeps(void **state)
{
	on_each(wakes_nobody);
}

TESTS(T(a_hang_up_and_an_error_call_both),
      T(a_handle_somewhere_and_no_descriptor_are_refused),
      T(a_number_closed_behind_our_back_can_be_added_again),
      T(a_descriptor_that_the_kernel_still_knows_can_be_added_again),
      T(removing_one_and_then_another_leaves_the_rest),
      T(an_add_that_fails_leaves_the_reader_that_was_there),
      T(after_an_add_that_failed_the_loop_still_sleeps))

#endif
