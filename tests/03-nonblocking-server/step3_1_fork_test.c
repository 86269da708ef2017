/* 3.3.1: tasks of a process that has forked. */
#include "../forked.h"
#include "both.h"
#include "io_tasks.h"

#include <time.h>

static bool in_child;

/* Waits, and its child would like to wait for the same. */
static int waits(void *arg, void **result)
{
	int fd = *(int *)arg;
	char byte;

	in_child = is_forked();
	if (in_child) {
		trace("%s", error_name(io_readable(fd)));
		trace("%s", error_name(io_writable(fd)));
		return 0;
	}
	put(fd + 1, "x"); /* the other end, see below */
	trace("%s", error_name(io_readable(fd)));
	trace("%zd", read(fd, &byte, 1));
	return 0;
}

static int has_a_turn(void *arg, void **result)
{
	trace("other");
	return 0;
}

/* Has begun to wait when another task forks: the child does not resume it. */
static int waits_already(void *arg, void **result)
{
	trace("already:%s", error_name(io_writable(*(int *)arg)));
	trace("already:%s", error_name(io_readable(*(int *)arg)));
	return 0;
}

static void child_waits(Loop *loop)
{
	int pair[2], fds[2], other[2];

	open_pair(other);
	assert_int_equal(io_task_add(loop, generator_new(waits_already, &other[0])), 0);
	for (int pass = 0; pass < 4; pass++) {
		loop_stop(loop);
		assert_int_equal(loop_run_forever(loop), 0);
	}
	assert_traced("already:0");
	put(other[1], "x");
	open_pair(pair);
	fds[0] = fcntl(pair[0], F_DUPFD, 100);
	fds[1] = dup2(pair[1], fds[0] + 1);
	close_pair(pair);
	assert_int_equal(io_task_add(loop, generator_new(waits, &fds[0])), 0);
	assert_int_equal(io_task_add(loop, generator_new(has_a_turn, NULL)), 0);
	clock_t before = clock();
	int status = loop_run_forever(loop);
	if (in_child) {
		bool spins = clock() - before > CLOCKS_PER_SEC / 4;
		trace("%s", spins ? "spins" : status == -ESHUTDOWN ? "ends" : "?");
		loop_free(loop);
		_exit(3);
	}
	assert_int_equal(status, 0);
	assert_traced("already:0 ECANCELED ECANCELED ends child:3 other already:0 0 1");
	close_pair(fds);
	close_pair(other);
}

static void a_task_that_forks_waits_for_nothing_in_the_child(void **state)
{
	on_both(child_waits);
}

TESTS(T(a_task_that_forks_waits_for_nothing_in_the_child))
