/* 3.2.6: descriptors are closed, and loops. */
#include "../forked.h"
#include "called.h"
#include "callers.h"

static void refuses_when_closed(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, HANDLE(called_once, &r) };
	Caller w = { "w", loop, -1, HANDLE(called_once, &w) };

	open_pair(pair);
	put(pair[1], "x");
	succeeds(loop_add_reader(loop, pair[0], &r.handle));
	succeeds(loop_add_writer(loop, pair[0], &w.handle));
	assert_int_equal(loop_close(loop), 0);
	assert_true(r.handle.leave == NULL && w.handle.leave == NULL);
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), -ESHUTDOWN);
	assert_int_equal(loop_add_writer(loop, pair[0], &w.handle), -ESHUTDOWN);
	assert_int_equal(loop_remove_reader(loop, pair[0]), 0);
	assert_int_equal(loop_remove_writer(loop, pair[0]), 0);
	assert_int_equal(loop_close_fd(loop, pair[0]), 0);
	handle_cancel(&r.handle);
	handle_cancel(&w.handle);
	assert_traced("");
	close_pair(pair);
}

static void a_closed_loop_forgets_them_and_takes_no_more(void **state)
{
	on_both(refuses_when_closed);
}

static void closes(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, HANDLE(called_once, &r) };
	Caller w = { "w", loop, -1, HANDLE(called_once, &w) };

	open_pair(pair);
	put(pair[1], "x");
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	assert_int_equal(loop_add_writer(loop, pair[0], &w.handle), 0);
	assert_int_equal(loop_close_fd(loop, pair[0]), 0);
	assert_int_equal(fcntl(pair[0], F_GETFD), -1);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("");
	assert_int_equal(loop_call_soon(loop, &r.handle), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("r");
	assert_int_equal(loop_close_fd(loop, pair[1]), 0);
	assert_int_equal(fcntl(pair[1], F_GETFD), -1);
}

static void close_fd_forgets_the_callbacks_and_closes(void **state)
{
	on_both(closes);
}

enum { BY_LOOP_CLOSE_FD, BY_REMOVE_AND_CLOSE };

/* Nothing comes on the descriptor in its second life until the new reader is there. */
static void reuses(Loop *loop, int how)
{
	int pair[2], other;
	Caller old = { "old", loop, -1, HANDLE(called_once, &old) };
	Caller new = { "new", loop, -1, HANDLE(called_once, &new) };

	open_pair(pair);
	put(pair[1], "x");
	assert_int_equal(loop_add_reader(loop, pair[0], &old.handle), 0);
	if (how == BY_REMOVE_AND_CLOSE)
		assert_int_equal(loop_remove_reader(loop, pair[0]), 1);
	/* the socket is still open elsewhere: the kernel does not forget it */
	int kept = dup(pair[0]);
	if (how == BY_LOOP_CLOSE_FD)
		assert_int_equal(loop_close_fd(loop, pair[0]), 0);
	else
		close(pair[0]);
	assert_int_equal(fcntl(pair[0], F_GETFD), -1);
	reuse_number(pair[0], &other);
	assert_int_equal(loop_run_forever(loop), 0);
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
	close_pair((int[]){ pair[1], kept });
}

static void reuses_after_close_fd(Loop *loop)
{
	reuses(loop, BY_LOOP_CLOSE_FD);
}

static void reuses_after_remove(Loop *loop)
{
	reuses(loop, BY_REMOVE_AND_CLOSE);
}

static void a_number_that_comes_back_inherits_nothing(void **state)
{
	on_both(reuses_after_close_fd);
	on_both(reuses_after_remove);
}

/* Both are ready in one pass: the one that is called first closes the other one. */
static int first_pair[2], second_pair[2];

static void closes_the_other(void *arg)
{
	Caller *caller = arg;
	int other = caller->fd == first_pair[0] ? second_pair[0] : first_pair[0];

	trace("called");
	loop_remove_reader(caller->loop, caller->fd);
	succeeds(loop_close_fd(caller->loop, other));
}

static void closes_what_is_ready(Loop *loop)
{
	open_pair(first_pair);
	open_pair(second_pair);
	Caller one = { "one", loop, first_pair[0], HANDLE(closes_the_other, &one) };
	Caller two = { "two", loop, second_pair[0], HANDLE(closes_the_other, &two) };
	put(first_pair[1], "x");
	put(second_pair[1], "x");
	succeeds(loop_add_reader(loop, one.fd, &one.handle));
	succeeds(loop_add_reader(loop, two.fd, &two.handle));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("called");
	assert_int_equal((fcntl(one.fd, F_GETFD) < 0) + (fcntl(two.fd, F_GETFD) < 0), 1);
	close_pair(first_pair);
	close_pair(second_pair);
}

static void what_is_closed_in_a_pass_is_not_called_in_it(void **state)
{
	on_both(closes_what_is_ready);
}

/* Of two waiters the first one was woken and has not run yet, the second one waits. */
static void closes_under_waiters(Loop *loop)
{
	int pair[2];
	Handle one = HANDLE(called, "one"), two = HANDLE(called, "two");
	Handle three = HANDLE(called, "three");
	IoWaiter first, second, third;

	open_pair(pair);
	put(pair[1], "x");
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &first, &one), 0);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(first.status, 0);
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &second, &two), 0);
	assert_int_equal(loop_close_fd(loop, pair[0]), 0);
	assert_int_equal(first.status, -EBADF);
	assert_int_equal(second.status, -EBADF);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("one two");
	io_wait_end(&first);
	io_wait_end(&second);
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &third, &three), -EBADF);
	close(pair[1]);
}

static void close_fd_wakes_what_waits_and_what_was_woken(void **state)
{
	on_both(closes_under_waiters);
}

static void child_frees(Loop *loop)
{
	int pair[2];
	Caller r = { "called", loop, -1, HANDLE(called_once, &r) };
	Handle late = HANDLE(stop, loop);

	open_pair(pair);
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	if (is_forked()) {
		loop_free(loop);
		_exit(r.handle.leave == NULL ? 3 : 1); /* it is nowhere */
	}
	assert_traced("child:3");
	put(pair[1], "x");
	loop_call_later(loop, 1, &late);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("child:3 called");
	handle_cancel(&r.handle);
	close_pair(pair);
}

static void a_child_that_frees_its_copy_takes_nothing_from_us(void **state)
{
	on_both(child_frees);
}

TESTS(T(a_closed_loop_forgets_them_and_takes_no_more),
      T(close_fd_forgets_the_callbacks_and_closes),
      T(a_number_that_comes_back_inherits_nothing),
      T(what_is_closed_in_a_pass_is_not_called_in_it),
      T(close_fd_wakes_what_waits_and_what_was_woken),
      T(a_child_that_frees_its_copy_takes_nothing_from_us))
