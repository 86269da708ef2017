/* 3.4.4: a child of fork does something to its copy of the loop, and the parent notices
 * nothing. */
#include "called.h"
#include "counter.h"
#include "io_tasks.h"

/* A signal has come, and lies in the pipe that the child has, too. */
static void child_frees(Loop *loop)
{
	Counter c = { loop, 0, HANDLE(counts_and_stops, &c) };

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	raise(SIGUSR1);
	if (is_forked()) {
		loop_free(loop);
		_exit(3);
	}
	for (int i = 1; i <= 3; i++) {
		make_passes(loop);
		assert_int_equal(c.calls, i);
		raise(SIGUSR1);
	}
	assert_traced("child:3");
	handle_cancel(&c.handle);
}

static void a_child_that_frees_its_copy_takes_no_signal_from_us(void **state)
{
	on_both(child_frees);
}

static void another_frees(Loop *loop)
{
	Catcher c = { "caught", loop, 1, HANDLE(catches, &c) };
	Handle late = HANDLE(stop, loop);

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		loop_free(loop);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	raise(SIGUSR1);
	loop_call_later(loop, 1, &late);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("caught");
}

static void a_child_that_frees_its_copy_leaves_us_our_signals(void **state)
{
	on_both(another_frees);
}

static void child_is_refused(Loop *loop)
{
	int pair[2];
	Handle r = HANDLE(called, "read"), other = HANDLE(called, "wrong");
	Handle late = HANDLE(stop, loop);

	open_pair(pair);
	assert_int_equal(loop_add_reader(loop, pair[0], &r), 0);
	if (is_forked()) {
		bool refused = loop_add_reader(loop, pair[1], &other) == -ESHUTDOWN &&
		               loop_add_writer(loop, pair[0], &other) == -ESHUTDOWN &&
		               loop_add_signal_handler(loop, SIGUSR1, &other) ==
		                       -ESHUTDOWN &&
		               loop_call_later(loop, 0, &other) == -ESHUTDOWN &&
		               loop_run_forever(loop) == -ESHUTDOWN &&
		               io_task_add(loop, NULL) == -ESHUTDOWN;
		handle_cancel(&r);
		loop_close_fd(loop, pair[0]);
		_exit(refused ? 3 : 1);
	}
	assert_traced("child:3");
	loop_call_soon(loop, &late);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("child:3");
	put(pair[1], "x");
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("child:3 read");
	assert_int_equal(loop_remove_reader(loop, pair[0]), 1);
	close_pair(pair);
}

static void what_a_child_does_to_its_copy_is_refused_and_we_notice_nothing(void **state)
{
	on_both(child_is_refused);
}

TESTS(T(a_child_that_frees_its_copy_takes_no_signal_from_us),
      T(a_child_that_frees_its_copy_leaves_us_our_signals),
      T(what_a_child_does_to_its_copy_is_refused_and_we_notice_nothing))
