/* 3.4.3: the handler, and the pipe that it writes to. */
#include "caught.h"
#include "io_selector.h"
#include "signal_handler.h"

#include <sys/wait.h>

/* Installs the signal, or ends the test: raised without a handler it would end us. */
static void install(int signo, int pipe, bool insists)
{
	assert_int_equal(signal_install(signo, pipe, insists), 0);
	assert_true(is_caught(signo));
}

/* The numbers that are in the pipe: "10 12", say. */
static const char *numbers(const int ends[2])
{
	static char text[80];
	unsigned char byte;
	size_t n = 0;

	text[0] = '\0';
	while (n + 8 < sizeof text && read(ends[0], &byte, 1) == 1)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", n ? " " : "",
		                      byte == SIGUSR1   ? "USR1"
		                      : byte == SIGUSR2 ? "USR2"
		                                        : "another");
	return text;
}

static void a_signal_becomes_a_byte_in_the_pipe(void **state)
{
	int ends[2];

	assert_int_equal(io_pipe(ends), 0);
	install(SIGUSR1, ends[1], false);
	assert_false(signal_is_pending(SIGUSR1));
	unsigned before = atomic_load(&io_wakeups);
	raise(SIGUSR1);
	assert_true(signal_is_pending(SIGUSR1));
	assert_compared(atomic_load(&io_wakeups), >, before);
	assert_text(numbers(ends), "USR1");
	signal_release(SIGUSR1, ends[1]);
	close_pair(ends);
}

static void a_pending_signal_is_not_written_again(void **state)
{
	int ends[2];

	assert_int_equal(io_pipe(ends), 0);
	install(SIGUSR1, ends[1], false);
	install(SIGUSR2, ends[1], false);
	raise(SIGUSR1);
	raise(SIGUSR2);
	raise(SIGUSR1);
	assert_text(numbers(ends), "USR1 USR2");
	signal_clear_pending(SIGUSR1);
	assert_false(signal_is_pending(SIGUSR1));
	assert_true(signal_is_pending(SIGUSR2));
	raise(SIGUSR2);
	raise(SIGUSR1);
	assert_text(numbers(ends), "USR1");
	signal_release(SIGUSR1, ends[1]);
	signal_release(SIGUSR2, ends[1]);
	close_pair(ends);
}

static void a_signal_that_is_released_does_what_it_does_by_default(void **state)
{
	int ends[2];

	assert_int_equal(io_pipe(ends), 0);
	install(SIGUSR1, ends[1], false);
	raise(SIGUSR1);
	assert_false(signal_release(SIGUSR1, ends[0]));
	assert_true(is_caught(SIGUSR1));
	assert_true(signal_release(SIGUSR1, ends[1]));
	assert_false(is_caught(SIGUSR1));
	assert_false(signal_is_pending(SIGUSR1));
	assert_false(signal_release(SIGUSR1, ends[1]));
	install(SIGUSR1, ends[1], false);
	assert_false(signal_release(SIGUSR1, ends[1]));
	close_pair(ends);
}

static void a_handler_of_the_programs_own_is_left_where_it_is(void **state)
{
	struct sigaction now;
	int ends[2];

	assert_int_equal(io_pipe(ends), 0);
	install(SIGUSR1, ends[1], false);
	signal(SIGUSR1, SIG_IGN);
	signal_release(SIGUSR1, ends[1]);
	assert_int_equal(sigaction(SIGUSR1, NULL, &now), 0);
	assert_true(now.sa_handler == SIG_IGN);
	close_pair(ends);
}

static void a_signal_has_one_pipe(void **state)
{
	int ends[2], others[2];

	assert_int_equal(io_pipe(ends), 0);
	assert_int_equal(io_pipe(others), 0);
	install(SIGUSR1, ends[1], false);
	install(SIGUSR1, ends[1], false);
	assert_int_equal(signal_install(SIGUSR1, others[1], false), -EBUSY);
	raise(SIGUSR1);
	assert_text(numbers(others), "");
	assert_text(numbers(ends), "USR1");
	signal_release(SIGUSR1, ends[1]);
	install(SIGUSR1, others[1], false);
	raise(SIGUSR1);
	assert_text(numbers(others), "USR1");
	signal_release(SIGUSR1, others[1]);
	close_pair(ends);
	close_pair(others);
}

static void a_signal_that_cannot_be_caught_is_refused(void **state)
{
	int ends[2];

	assert_int_equal(io_pipe(ends), 0);
	assert_int_equal(signal_install(SIGKILL, ends[1], false), -EINVAL);
	assert_int_equal(signal_install(SIGKILL, ends[0], false), -EINVAL);
	close_pair(ends);
}

/* Nothing can be written, and errno is as it was. The next signal tries again. */
static void a_signal_that_finds_the_pipe_full_is_not_pending(void **state)
{
	static char zeros[65536];
	int ends[2];

	assert_int_equal(io_pipe(ends), 0);
	install(SIGUSR1, ends[1], false);
	while (write(ends[1], zeros, sizeof zeros) > 0)
		;
	while (write(ends[1], zeros, 1) > 0)
		;
	errno = 0;
	raise(SIGUSR1);
	assert_int_equal(errno, 0);
	assert_false(signal_is_pending(SIGUSR1));
	while (read(ends[0], zeros, sizeof zeros) > 0)
		;
	raise(SIGUSR1);
	assert_text(numbers(ends), "USR1");
	signal_release(SIGUSR1, ends[1]);
	close_pair(ends);
}

static void raises_it_twice(bool insists)
{
	int ends[2];

	if (io_pipe(ends) < 0 || signal_install(SIGUSR1, ends[1], insists) < 0 ||
	    !is_caught(SIGUSR1))
		_exit(1);
	raise(SIGUSR1);
	printf("once ");
	fflush(stdout);
	raise(SIGUSR1);
	printf("twice");
}

static void raises_an_insistent_one_twice(void)
{
	raises_it_twice(true);
}

static void raises_another_one_twice(void)
{
	raises_it_twice(false);
}

static void an_insistent_signal_ends_us_when_it_comes_again(void **state)
{
	assert_int_equal(run_child(raises_an_insistent_one_twice), -SIGUSR1);
	assert_text(program_output, "once ");
	assert_int_equal(run_child(raises_another_one_twice), 0);
	assert_text(program_output, "once twice");
}

static void no_other_signal_interrupts_the_handler(void **state)
{
	struct sigaction now;
	int ends[2];

	assert_int_equal(io_pipe(ends), 0);
	install(SIGUSR1, ends[1], false);
	assert_int_equal(sigaction(SIGUSR1, NULL, &now), 0);
	assert_int_equal(sigismember(&now.sa_mask, SIGUSR2), 1);
	assert_int_equal(sigismember(&now.sa_mask, SIGINT), 1);
	signal_release(SIGUSR1, ends[1]);
	close_pair(ends);
}

/* Another process sends the signal while we read, and writes what we read later. */
static void a_call_that_the_signal_interrupts_goes_on(void **state)
{
	int ends[2], other[2];
	pid_t parent = getpid();
	char byte = '?';

	assert_int_equal(io_pipe(ends), 0);
	assert_int_equal(pipe(other), 0);
	install(SIGUSR1, ends[1], false);
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		usleep(30000);
		kill(parent, SIGUSR1);
		usleep(30000);
		_exit(write(other[1], "x", 1) != 1);
	}
	assert_int_equal(read(other[0], &byte, 1), 1);
	assert_int_equal(byte, 'x');
	waitpid(child, NULL, 0);
	assert_text(numbers(ends), "USR1");
	signal_release(SIGUSR1, ends[1]);
	close_pair(ends);
	close_pair(other);
}

TESTS(T(a_signal_becomes_a_byte_in_the_pipe), T(a_pending_signal_is_not_written_again),
      T(a_signal_that_is_released_does_what_it_does_by_default),
      T(a_handler_of_the_programs_own_is_left_where_it_is), T(a_signal_has_one_pipe),
      T(a_signal_that_cannot_be_caught_is_refused),
      T(a_signal_that_finds_the_pipe_full_is_not_pending),
      T(an_insistent_signal_ends_us_when_it_comes_again),
      T(no_other_signal_interrupts_the_handler),
      T(a_call_that_the_signal_interrupts_goes_on))
