/* 3.2.4: an epoll that fails, or that a child shares; and a loop that cannot be made. */
#include "../forked.h"
#include "callers.h"
#include "cannot_wait.h"
#include "machines/descriptors.h"

/* As a program does that closes whatever it does not know. */
static void runs_without_its_selector(void)
{
	Loop *loop = two_readers(selector_names[0]);

	for (int fd = STDERR_FILENO + 1; fd < 64; fd++)
		close(fd);
	succeeds(loop_run_forever(loop));
}

static void a_loop_without_its_selector_says_so_and_ends(void **state)
{
	if (SELECTOR_NAMES == 1)
		skip_because("poll needs no descriptor of its own");
	assert_int_equal(run_child(runs_without_its_selector), 1);
	assert_printed(": Bad file descriptor\n");
}

/* Afterwards there are descriptors again: a leak checker needs one. */
static void a_loop_that_cannot_be_made_says_why_in_errno(void **state)
{
	struct rlimit before, three;

	if (SELECTOR_NAMES == 1)
		skip_because("poll needs no descriptor of its own");
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

/* The copy of the handle in the child leaves its side, too. */
static void child_cancels(Loop *loop)
{
	int pair[2];
	Caller r = { "called", loop, -1, HANDLE(called_once, &r) };
	Handle late = HANDLE(stop, loop);

	open_pair(pair);
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	if (is_forked()) {
		handle_cancel(&r.handle);
		_exit(3);
	}
	assert_traced("child:3");
	put(pair[1], "x");
	loop_call_later(loop, 1, &late);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("child:3 called");
	handle_cancel(&late);
	close_pair(pair);
}

static void a_child_that_cancels_its_copy_takes_nothing_from_us(void **state)
{
	on_both(child_cancels);
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
	Caller r = { "reader", loop, -1, HANDLE(called_once, &r) };

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

static void a_loop_that_is_freed_leaves_no_descriptor_open(void **state)
{
	for (int i = 0; i < SELECTOR_NAMES; i++) {
		setenv("ASYNCIO_SELECTOR", selector_names[i], 1);
		int before = open_descriptors();
		Loop *loop = asyncio_new_event_loop();
		assert_non_null(loop);
		assert_non_null(loop->selector);
		loop_free(loop);
		assert_int_equal(open_descriptors(), before);
	}
}

TESTS(T(a_loop_without_its_selector_says_so_and_ends),
      T(a_loop_that_is_freed_leaves_no_descriptor_open),
      T(a_loop_that_cannot_be_made_says_why_in_errno),
      T(a_child_that_cancels_its_copy_takes_nothing_from_us),
      T(what_is_opened_does_not_block_and_is_not_inherited),
      T(a_pipe_for_which_there_is_no_room_leaves_nothing_open))
