/* Step 2.6: a call that fails says why, and changes nothing. */
#include "callers.h"

/* As if n descriptors and no more may be open from now on. */
static void allow_only(rlim_t n)
{
	struct rlimit limit = { n, n };

	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static void a_loop_that_cannot_be_made_says_why_in_errno(void **state)
{
	setenv("ASYNCIO_SELECTOR", "epoll", 1);
	allow_only(3);
	errno = 0;
	Loop *loop = asyncio_new_event_loop();
	assert_null(loop);
	assert_int_equal(errno, EMFILE);
}

/* Is told that its descriptor can be read from, or written to. */
static void tells(void *arg)
{
	Caller *caller = arg;

	trace("%s", caller->name);
	loop_stop(caller->loop);
}

/* The descriptor is closed behind the loop's back while its socket lives on, and comes
 * back later: that is a way to make an add fail of which the loop recovers. */
static void add_fails(Loop *loop)
{
	int pair[2];
	Caller r = { "reader", loop, -1, HANDLE(tells, &r) };
	Caller other = { "other", loop, -1, HANDLE(tells, &other) };

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
	assert_int_equal(loop_remove_reader(loop, pair[0]), 1);
	assert_int_equal(loop_remove_writer(loop, pair[0]), 0);
	close_pair(pair);
}

static void an_add_that_fails_leaves_the_reader_that_was_there(void **state)
{
	on_both(add_fails);
}

/* If the loop forgot what the system knows, it would not take that back. */
static void wakes_nobody(Loop *loop)
{
	int pair[2];
	Caller r = { "reader", loop, -1, HANDLE(tells, &r) };
	Caller w = { "writer", loop, -1, HANDLE(tells, &w) };
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
	on_both(wakes_nobody);
}

TESTS(T(a_loop_that_cannot_be_made_says_why_in_errno),
      T(an_add_that_fails_leaves_the_reader_that_was_there),
      T(after_an_add_that_failed_the_loop_still_sleeps))
