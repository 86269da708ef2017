/* 3.4.4: the write that wakes the loop is interrupted. */
#include "caught.h"
#include "system.h"

static volatile int interruptions; /* raise(3) is said not to come back here */

/* The library's is this one. */
ssize_t write(int fd, const void *data, size_t n)
{
	if (interruptions == 0)
		return SYSTEM(write, fd, data, n);
	interruptions--;
	errno = EINTR;
	return -1;
}

static void is_interrupted(Loop *loop)
{
	Catcher c = { "caught", loop, 1, HANDLE(catches, &c) };
	Handle end = HANDLE(stop, loop);

	assert_int_equal(loop_add_signal_handler(loop, SIGUSR1, &c.handle), 0);
	assert_true(is_caught(SIGUSR1));
	interruptions = 2;
	raise(SIGUSR1);
	assert_int_equal(interruptions, 0);
	assert_int_equal(loop_call_later(loop, 0.2, &end), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("caught");
}

static void a_signal_is_not_lost_when_its_wake_up_is_interrupted(void **state)
{
	on_both(is_interrupted);
}

TESTS(T(a_signal_is_not_lost_when_its_wake_up_is_interrupted))
