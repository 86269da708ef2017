/* 3.2.3: a poll that fails. */
#include "cannot_wait.h"

/* poll refuses more descriptors than there may be. */
static void runs_without_descriptors(void)
{
	struct rlimit one = { 1, 1 };
	Loop *loop = two_readers("poll");

	setrlimit(RLIMIT_NOFILE, &one);
	succeeds(loop_run_forever(loop));
}

static void a_loop_whose_poll_fails_says_so_and_ends(void **state)
{
	if (getenv("RUN_UNDER") != NULL)
		skip_because("valgrind and qemu keep limits of their own");
	assert_int_equal(run_child(runs_without_descriptors), 1);
	assert_printed("poll: Invalid argument\n");
}

TESTS(T(a_loop_whose_poll_fails_says_so_and_ends))
