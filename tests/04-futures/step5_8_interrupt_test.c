/* Step 4.5: an interrupt ends a run. */
#include "core.h"

#include <signal.h>
#include <unistd.h>

#if defined __GLIBC__ && !SANITIZED
#include <sys/epoll.h>

/* Counts how often the system is asked what has happened. */
static int questions;

int epoll_wait(int fd, struct epoll_event *events, int n, int timeout)
{
	questions++;
	return epoll_pwait(fd, events, n, timeout, NULL);
}
#else
static const int questions;
#endif

static int raises(void *unused, void **result)
{
	raise(SIGINT);
	printf("raised\n");
	int status = asyncio_sleep(3600);
	printf("%s\n", why(status));
	return status;
}

static int raises_and_returns(void *unused, void **result)
{
	raises(NULL, NULL);
	*result = "value";
	return 0;
}

static int raises_and_fails(void *unused, void **result)
{
	raises(NULL, NULL);
	return -EIO;
}

static void interrupts(void)
{
	run_virtually(raises, NULL);
	run_virtually(raises_and_returns, NULL);
	run_virtually(raises_and_fails, NULL);
	raise(SIGINT); /* which does what it does by default */
}

static void an_interrupt_cancels_main_which_may_answer(void **state)
{
	assert_int_equal(run_child(interrupts), -SIGINT);
	assert_text(program_output, "raised\nECANCELED\nEINTR:\n"
	                            "raised\nECANCELED\nok:value\n"
	                            "raised\nECANCELED\nEIO:\n");
}

static int interrupted_twice(void *unused, void **result)
{
	raise(SIGINT);
	printf("%s\n", why(asyncio_sleep(3600)));
	raise(SIGINT);
	printf("%s\n", why(asyncio_sleep(3600)));
	int cleanup = asyncio_sleep(1);
	printf("%s@%g\n", why(cleanup), time_perf_counter());
	return 0;
}

static void interrupts_twice(void)
{
	run_virtually(interrupted_twice, NULL);
}

static void a_second_interrupt_does_not_wait(void **state)
{
	assert_int_equal(run_child(interrupts_twice), 0);
	assert_text(program_output, "ECANCELED\nECANCELED\nok@1\nEINTR:\n");
}

static int busy(void *turns, void **result)
{
	int status = 0;

	for (int i = 0; i < *(int *)turns && status == 0; i++) {
		if (i == 1000)
			kill(getpid(), SIGINT);
		status = asyncio_sleep(0);
		if (status < 0)
			printf("after %d, %d questions\n", i - 1000, questions);
	}
	return status;
}

static void interrupts_a_busy_loop(void)
{
	int turns = 1000000;

	run_virtually(busy, &turns);
}

/* And that though it asks nobody, while it has something to do. */
static void a_busy_loop_hears_of_an_interrupt_at_once(void **state)
{
	for (int i = 0; i < 2; i++) {
		int after = 99, asked = 99;
		setenv("ASYNCIO_SELECTOR", i == 0 ? "epoll" : "poll", 1);
		assert_int_equal(run_child(interrupts_a_busy_loop), 0);
		assert_printed("EINTR:\n");
		sscanf(program_output, "after %d, %d questions", &after, &asked);
		assert_below(after, 4);
		assert_below(asked, 5);
	}
}

TESTS(T(an_interrupt_cancels_main_which_may_answer), T(a_second_interrupt_does_not_wait),
      T(a_busy_loop_hears_of_an_interrupt_at_once))
