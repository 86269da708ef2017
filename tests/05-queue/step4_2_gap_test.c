/* Rung 5.4.2: another thread leaves a handle while the loop reads its pipe, or while a
 * signal comes. */
#include "calls.h"
#include "system.h"

/* In front of the system's: during one read another thread gives this one. It comes
 * before the read, if the loop does not hold the lock. */
static bool gives_at_next_read;
static Call late;
static pthread_t giver;

ssize_t first_read(int fd, void *data, size_t n) INSTEAD_OF(read);

ssize_t first_read(int fd, void *data, size_t n)
{
	if (gives_at_next_read) {
		gives_at_next_read = false;
		giver = begin_thread(gives_one, &late);
		real_sleep(A_MOMENT);
	}
	return SYSTEM(read, fd, data, n);
}

/* In front of the system's: a signal interrupts the next write. */
static bool interrupts_next_write;

ssize_t first_write(int fd, const void *data, size_t n) INSTEAD_OF(write);

ssize_t first_write(int fd, const void *data, size_t n)
{
	if (interrupts_next_write) {
		interrupts_next_write = false;
		errno = EINTR;
		return -1;
	}
	return SYSTEM(write, fd, data, n);
}

static void makes_three_passes(Loop *loop)
{
	for (int i = 0; i < 3; i++) {
		loop_stop(loop);
		succeeds(loop_run_forever(loop));
	}
}

static void what_comes_while_the_loop_reads_its_pipe_is_called(Loop *loop)
{
	Call first = CALL(loop, "first", false);

	late = (Call)CALL(loop, "late", false);
	end_thread(begin_thread(gives_one, &first));
	gives_at_next_read = true;
	makes_three_passes(loop);
	bool has_read = !gives_at_next_read;
	gives_at_next_read = false;
	assert_true(has_read);
	end_thread(giver);
	makes_three_passes(loop);
	assert_traced("first late");
}

static void no_wake_up_is_lost_between_the_handles_and_the_byte(void **state)
{
	on_both(what_comes_while_the_loop_reads_its_pipe_is_called);
}

static void what_comes_while_a_signal_comes_is_called(Loop *loop)
{
	Call call = CALL(loop, "called", false);

	interrupts_next_write = true;
	end_thread(begin_thread(gives_one, &call));
	bool was_interrupted = !interrupts_next_write;
	interrupts_next_write = false;
	assert_true(was_interrupted);
	makes_three_passes(loop);
	assert_traced("called");
}

static void a_wake_up_that_a_signal_interrupts_is_tried_again(void **state)
{
	on_both(what_comes_while_a_signal_comes_is_called);
}

TESTS(T(no_wake_up_is_lost_between_the_handles_and_the_byte),
      T(a_wake_up_that_a_signal_interrupts_is_tried_again))
