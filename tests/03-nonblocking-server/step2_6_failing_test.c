/* Step 2.6: a call that fails says why, and changes nothing. */
#include "callers.h"
#include "machines/descriptors.h"

/* Afterwards there are descriptors again: a leak checker needs one. */
static void a_loop_that_cannot_be_made_says_why_in_errno(void **state)
{
	struct rlimit before, three;

	if (SELECTOR_NAMES == 1)
		skip(); /* poll needs no descriptor */
	setenv("ASYNCIO_SELECTOR", selector_names[0], 1);
	getrlimit(RLIMIT_NOFILE, &before);
	three = (struct rlimit){ 3, before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &three), 0);
	errno = 0;
	Loop *loop = asyncio_new_event_loop();
	int error = errno;
	setrlimit(RLIMIT_NOFILE, &before);
	assert_null(loop);
	assert_int_equal(error, EMFILE);
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
	handle_cancel(&other.handle);
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

static void assert_is_ours(int fd)
{
	assert_compared(fd, >=, 0);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(fcntl(fd, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
}

/* What is watched here is made in each of the ways there are. */
static void makes_descriptors(Loop *loop)
{
	int ends[2], pair[2], listener = io_socket(AF_INET, SOCK_STREAM, 0);
	Caller r = { "reader", loop, -1, HANDLE(tells, &r) };

	assert_int_equal(io_pipe(ends), 0);
	assert_int_equal(io_socketpair(pair), 0);
	int made[] = { listener, ends[0], ends[1], pair[0], pair[1] };
	for (int i = 0; i < 5; i++)
		assert_is_ours(made[i]);
	assert_int_equal(listen(listener, 1), 0);
	assert_int_equal(io_accept(listener), -EAGAIN);
	assert_int_equal(loop_add_reader(loop, ends[0], &r.handle), 0);
	put(ends[1], "x");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("reader");
	assert_int_equal(loop_remove_reader(loop, ends[0]), 1);
	for (int i = 0; i < 5; i++)
		close(made[i]);
}

static void what_is_opened_does_not_block_and_is_not_inherited(void **state)
{
	on_both(makes_descriptors);
}

/* There is one descriptor, where a pipe needs two. */
static void runs_out(Loop *loop)
{
	struct rlimit before;
	int ends[2], next = dup(STDIN_FILENO);
	Handle end = HANDLE(stop, loop);

	close(next);
	getrlimit(RLIMIT_NOFILE, &before);
	struct rlimit few = { (rlim_t)next + 1, before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_int_equal(io_pipe(ends), -EMFILE);
	if (getenv("RUN_UNDER") == NULL) /* valgrind lets a socketpair pass the limit */
		assert_int_equal(io_socketpair(ends), -EMFILE);
	int fd = io_socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(fd, next);
	assert_int_equal(io_socket(AF_UNIX, SOCK_STREAM, 0), -EMFILE);
	setrlimit(RLIMIT_NOFILE, &before);
	assert_int_equal(loop_call_later(loop, 0.01, &end), 0);
	count_passes(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_compared(passes, >, 0);
	close(fd);
}

static void a_pipe_for_which_there_is_no_room_leaves_nothing_open(void **state)
{
	on_both(runs_out);
}

TESTS(T(a_loop_that_cannot_be_made_says_why_in_errno),
      T(an_add_that_fails_leaves_the_reader_that_was_there),
      T(after_an_add_that_failed_the_loop_still_sleeps),
      T(what_is_opened_does_not_block_and_is_not_inherited),
      T(a_pipe_for_which_there_is_no_room_leaves_nothing_open))
