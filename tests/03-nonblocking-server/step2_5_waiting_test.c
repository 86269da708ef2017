/* 3.2.5: waits without a task. */
#include "both.h"
#include "called.h"
#include "io_selector.h"

/* The end of such a wait does nothing, and the one that has begun goes on. */
static void begins_in_vain(Loop *loop)
{
	int pair[2];
	Handle wake = HANDLE(called, "woken"), none = HANDLE(called, "wrong");
	IoWaiter waiter, refused, closed;

	memset(&refused, 0xff, sizeof refused);
	memset(&closed, 0xff, sizeof closed);
	assert_int_equal(io_wait_begin(loop, -1, IO_READ, &refused, &none), -EBADF);
	io_wait_end(&refused);
	open_pair(pair);
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &waiter, &wake), 0);
	memset(&refused, 0xff, sizeof refused);
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &refused, &none), -EBUSY);
	io_wait_end(&refused);
	put(pair[1], "x");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("woken");
	assert_int_equal(waiter.status, 0);
	io_wait_end(&waiter);
	loop_close(loop);
	assert_int_equal(io_wait_begin(loop, pair[1], IO_READ, &closed, &none),
	                 -ECANCELED);
	io_wait_end(&closed);
	close_pair(pair);
}

static void the_end_of_a_wait_that_never_began_does_nothing(void **state)
{
	on_both(begins_in_vain);
}

/* Ended before anything has come, a wait keeps no loop running; nor does it once it was
 * woken. */
static void begins_and_ends(Loop *loop)
{
	Selector *selector = loop->selector;
	Handle wake = HANDLE(called, "woken");
	IoWaiter waiter;
	int pair[2];

	open_pair(pair);
	assert_false(selector->can_wake(selector));
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &waiter, &wake), 0);
	assert_true(selector->can_wake(selector));
	io_wait_end(&waiter);
	assert_false(selector->can_wake(selector));
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &waiter, &wake), 0);
	put(pair[1], "x");
	assert_int_equal(loop_run_forever(loop), 0);
	io_wait_end(&waiter);
	assert_false(selector->can_wake(selector));
	close_pair(pair);
}

static void a_wait_that_has_ended_keeps_no_loop_running(void **state)
{
	on_both(begins_and_ends);
}

static void wakes_what_waits_elsewhere(Loop *loop)
{
	int pair[2];
	Handle wake = HANDLE(called, "woken");
	IoWaiter waiter;
	double begin = loop_time(loop);

	open_pair(pair);
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &waiter, &wake), 0);
	assert_int_equal(loop_call_later(loop, 3600, &wake), 0);
	put(pair[1], "x");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("woken");
	assert_compared(loop_time(loop) - begin, <, 3600);
	io_wait_end(&waiter);
	close_pair(pair);
}

static void a_handle_that_is_woken_leaves_the_timers_for_the_ready_list(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(wakes_what_waits_elsewhere);
}

static void excludes(Loop *loop)
{
	int pair[2];
	Handle callback = HANDLE(called, "wrong"), wake = HANDLE(called, "woken");
	IoWaiter waiter;

	open_pair(pair);
	assert_int_equal(loop_add_reader(loop, pair[0], &callback), 0);
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &waiter, &wake), -EBUSY);
	assert_int_equal(loop_remove_reader(loop, pair[0]), 1);
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &waiter, &wake), 0);
	assert_int_equal(loop_add_reader(loop, pair[0], &callback), -EBUSY);
	assert_int_equal(loop_remove_reader(loop, pair[0]), 0);
	put(pair[1], "x");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("woken");
	io_wait_end(&waiter);
	close_pair(pair);
}

static void a_callback_and_a_waiter_exclude_each_other(void **state)
{
	on_both(excludes);
}

/* The first one was woken, and has not run yet. */
static void waits_twice(Loop *loop)
{
	int pair[2];
	Handle one = HANDLE(called, "one"), two = HANDLE(called, "two");
	IoWaiter first, second;

	open_pair(pair);
	put(pair[1], "x");
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &first, &one), 0);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(first.status, 0);
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &second, &two), 0);
	assert_int_equal(second.status, -ECANCELED);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("one two");
	assert_int_equal(second.status, 0);
	io_wait_end(&first);
	io_wait_end(&first); /* does nothing any more */
	assert_null(first.watch);
	io_wait_end(&second);
	assert_null(second.watch);
	Watch *watch = watch_of(io_selector_of(loop), pair[0]);
	assert_true(list_empty(&watch->sides[IO_READ].woken));
	close_pair(pair);
}

static void a_waiter_that_was_woken_leaves_its_place_to_another(void **state)
{
	on_both(waits_twice);
}

/* The descriptor is closed behind the loop's back while its socket lives on, and comes
 * back later: so the first wait is refused by the kernel. */
static void begins_again(Loop *loop)
{
	int pair[2];
	Handle wake = HANDLE(called, "woken"), none = HANDLE(called, "wrong");
	IoWaiter refused, waiter;

	open_pair(pair);
	assert_int_equal(io_wait_begin(loop, pair[0], IO_WRITE, &waiter, &wake), 0);
	int kept = fcntl(pair[0], F_DUPFD, pair[1] + 1);
	close(pair[0]);
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &refused, &none), -EBADF);
	assert_null(refused.watch);
	io_wait_end(&refused);
	assert_int_equal(dup2(kept, pair[0]), pair[0]);
	close(kept);
	io_wait_end(&waiter);
	put(pair[1], "x");
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &waiter, &wake), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("woken");
	io_wait_end(&waiter);
	close_pair(pair);
}

static void a_wait_that_the_kernel_refuses_leaves_its_place_to_another(void **state)
{
	on_both(begins_again);
}

static int updates;
static int (*real_update)(IoSelector *selector, Watch *watch, unsigned directions);

static int counting_update(IoSelector *selector, Watch *watch, unsigned directions)
{
	updates++;
	return real_update(selector, watch, directions);
}

/* Ten waits, one after the other, and something comes each time. Then the byte is still
 * there, and nothing waits: the kernel reports that once. */
static void waits_again_and_again(Loop *loop)
{
	IoSelector *selector = (IoSelector *)(void *)loop->selector;
	int pair[2];
	Handle wake = HANDLE(called, "woken"), later = HANDLE(called, "later");
	IoWaiter waiter;

	updates = 0;
	real_update = selector->update;
	selector->update = counting_update;
	open_pair(pair);
	put(pair[1], "x");
	for (int i = 0; i < 10; i++) {
		assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &waiter, &wake),
		                 0);
		assert_int_equal(loop_run_forever(loop), 0);
		assert_int_equal(waiter.status, 0);
		io_wait_end(&waiter);
	}
	assert_int_equal(updates, 1);
	assert_int_equal(loop_call_later(loop, 0.02, &later), 0);
	count_passes(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(updates, 2);
	assert_below(passes, 10);
	close_pair(pair);
}

static void the_kernel_forgets_a_descriptor_when_it_has_reported_it_in_vain(void **state)
{
	on_both(waits_again_and_again);
}

TESTS(T(the_end_of_a_wait_that_never_began_does_nothing),
      T(a_wait_that_has_ended_keeps_no_loop_running),
      T(a_handle_that_is_woken_leaves_the_timers_for_the_ready_list),
      T(a_callback_and_a_waiter_exclude_each_other),
      T(a_waiter_that_was_woken_leaves_its_place_to_another),
      T(a_wait_that_the_kernel_refuses_leaves_its_place_to_another),
      T(the_kernel_forgets_a_descriptor_when_it_has_reported_it_in_vain))
