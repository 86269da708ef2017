/* Step 2.5: waits without a task; a system that will not let us wait, or is shared. */
#include "both.h"
#include "io.h"

static void called(void *name)
{
	trace("%s", (const char *)name);
}

/* An end is harmless, and the one who really waits goes on waiting. */
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
	assert_int_equal(loop_close_fd(loop, pair[0]), 0);
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &refused, &none), -EBADF);
	io_wait_end(&refused);
	loop_close(loop);
	assert_int_equal(io_wait_begin(loop, pair[1], IO_READ, &closed, &none),
	                 -ECANCELED);
	io_wait_end(&closed);
	close(pair[1]);
}

static void the_end_of_a_wait_that_never_began_harms_nobody(void **state)
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

	open_pair(pair);
	assert_int_equal(io_wait_begin(loop, pair[0], IO_READ, &waiter, &wake), 0);
	assert_int_equal(loop_call_later(loop, 3600, &wake), 0);
	put(pair[1], "x");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("woken");
	io_wait_end(&waiter);
	assert_int_equal(loop_close_fd(loop, pair[0]), 0);
	close(pair[1]);
}

static void a_handle_that_is_woken_leaves_the_timers_for_the_ready_list(void **state)
{
	on_both(wakes_what_waits_elsewhere);
}

/* Two readers, and a timer in case that they spin. */
static Loop *two_readers(const char *selector)
{
	static Handle a = HANDLE(called, "a"), b = HANDLE(called, "b");
	static Handle end = { .fn = stop };
	int pair[2];

	setenv("ASYNCIO_SELECTOR", selector, 1);
	Loop *loop = asyncio_new_event_loop();
	if (loop == NULL || loop->selector == NULL ||
	    socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		_exit(2);
	end.arg = loop;
	succeeds(loop_add_reader(loop, pair[0], &a));
	succeeds(loop_add_reader(loop, pair[1], &b));
	loop_call_later(loop, 0.2, &end);
	return loop;
}

/* As a program does that closes whatever it does not know. */
static void runs_without_its_selector(void)
{
	Loop *loop = two_readers(selector_names[0]);

	for (int fd = STDERR_FILENO + 1; fd < 64; fd++)
		close(fd);
	succeeds(loop_run_forever(loop));
}

/* poll refuses more descriptors than there may be. */
static void runs_without_descriptors(void)
{
	struct rlimit one = { 1, 1 };
	Loop *loop = two_readers("poll");

	setrlimit(RLIMIT_NOFILE, &one);
	succeeds(loop_run_forever(loop));
}

static void a_loop_that_cannot_wait_says_so_and_ends(void **state)
{
	if (SELECTOR_NAMES > 1) {
		assert_int_equal(run_child(runs_without_its_selector), 1);
		assert_printed(": Bad file descriptor\n");
	}
	if (getenv("RUN_UNDER") != NULL)
		return; /* valgrind and qemu keep limits of their own */
	assert_int_equal(run_child(runs_without_descriptors), 1);
	assert_printed("poll: Invalid argument\n");
}

typedef struct Caller {
	const char *name;
	Handle handle;
} Caller;

static void called_once(void *arg)
{
	Caller *caller = arg;

	trace("%s", caller->name);
	handle_cancel(&caller->handle);
}

static void child_frees(Loop *loop)
{
	int pair[2];
	Caller r = { "called", HANDLE(called_once, &r) };
	Handle late = HANDLE(stop, loop);

	open_pair(pair);
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		loop_free(loop);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	put(pair[1], "x");
	loop_call_later(loop, 1, &late);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("called");
	handle_cancel(&r.handle);
	close_pair(pair);
}

static void a_child_that_frees_its_copy_takes_nothing_from_us(void **state)
{
	on_both(child_frees);
}

TESTS(T(the_end_of_a_wait_that_never_began_harms_nobody),
      T(a_wait_that_has_ended_keeps_no_loop_running),
      T(a_handle_that_is_woken_leaves_the_timers_for_the_ready_list),
      T(a_loop_that_cannot_wait_says_so_and_ends),
      T(a_child_that_frees_its_copy_takes_nothing_from_us))
