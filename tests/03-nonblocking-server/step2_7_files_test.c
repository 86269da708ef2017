/* 3.2.7: files, which poll calls ready, and which epoll refuses. */
#include "callers.h"

/* Is called once. */
/* If nothing calls them, the loop jumps to the timer, and ends. */
static void both_directions_of(Loop *loop, int fd, const char *expected)
{
	Caller r = { "due", loop, fd, HANDLE(called_once, &r) };
	Caller w = { "due", loop, fd, HANDLE(called_once, &w) };
	Handle late = HANDLE(stop, loop);

	assert_int_equal(loop_add_reader(loop, fd, &r.handle), 0);
	assert_int_equal(loop_add_writer(loop, fd, &w.handle), 0);
	assert_int_equal(loop_call_later(loop, 3600, &late), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced(expected);
}

static void uses_files(Loop *loop)
{
	int null = open("/dev/null", O_RDWR);
	FILE *file = temporary_file();

	assert_non_null(file);
	both_directions_of(loop, fileno(file), "due due");
	both_directions_of(loop, null, "due due due due");
	both_directions_of(loop, null, "due due due due due due");
	fclose(file);
	close(null);
}

static void files_are_always_ready(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(uses_files);
}

static void file_again(void *arg)
{
	Caller *caller = arg;

	trace("%s", caller->name);
	if (strlen(traced() + traced_before) >= 7)
		loop_remove_reader(caller->loop, caller->fd);
}

static void reads_a_file_again(Loop *loop)
{
	Caller r = { "r", loop, open("/dev/null", O_RDWR), HANDLE(file_again, &r) };
	Caller w = { "w", loop, r.fd, HANDLE(called_once, &w) };
	Handle late = HANDLE(stop, loop);

	succeeds(loop_add_reader(loop, r.fd, &r.handle));
	succeeds(loop_add_writer(loop, r.fd, &w.handle));
	assert_int_equal(loop_remove_writer(loop, r.fd), 1);
	assert_int_equal(loop_call_later(loop, 3600, &late), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("r r r r");
	assert_int_equal(loop_remove_reader(loop, r.fd), 0);
	close(r.fd);
}

static void a_file_is_ready_again_until_it_is_removed(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(reads_a_file_again);
}

/* After a wait, nothing waits for the file any more: the loop takes it off its list. */
static void waits_for_a_file(Loop *loop)
{
	int null = open("/dev/null", O_RDWR);
	Caller w = { "woken", loop, null, HANDLE(called_to_stop, &w) };
	Caller l = { "late", loop, null, HANDLE(called_to_stop, &l) };
	IoWaiter waiter;

	assert_int_equal(io_wait_begin(loop, null, IO_READ, &waiter, &w.handle),
	                 0);
	assert_int_equal(loop_call_later(loop, 5, &l.handle), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("woken");
	assert_int_equal(waiter.status, 0);
	io_wait_end(&waiter);
	handle_cancel(&l.handle);
	count_passes(loop);
	assert_int_equal(loop_call_later(loop, 0.03, &l.handle), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_below(passes, 10);
	assert_int_equal(loop_close_fd(loop, null), 0);
}

static void a_file_for_which_nothing_waits_does_not_keep_a_loop_awake(void **state)
{
	on_both(waits_for_a_file);
}

TESTS(T(files_are_always_ready), T(a_file_is_ready_again_until_it_is_removed),
      T(a_file_for_which_nothing_waits_does_not_keep_a_loop_awake))
