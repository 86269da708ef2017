/* Rung 4.5.7: an interrupt ends a run. */
#include "../03-nonblocking-server/selector_names.h"
#include "../forked.h"
#include "core.h"
#include "signals.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined __linux__ && defined __GLIBC__ && !SANITIZED
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
	for (int i = 0; i < SELECTOR_NAMES; i++) {
		int after = 99, asked = 99;
		setenv("ASYNCIO_SELECTOR", selector_names[i], 1);
		assert_int_equal(run_child(interrupts_a_busy_loop), 0);
		assert_printed("EINTR:\n");
		sscanf(program_output, "after %d, %d questions", &after, &asked);
		assert_below(after, 4);
		assert_below(asked, 5);
	}
}

static int computes(void *unused, void **result)
{
	raise(SIGINT);
	printf("once\n");
	raise(SIGINT);
	printf("twice\n");
	return 0;
}

static int is_asked_and_computes(void *unused, void **result)
{
	raise(SIGINT);
	printf("%s\n", why(asyncio_sleep(3600)));
	return computes(unused, result);
}

static int blocks(void *unused, void **result)
{
	pid_t parent = getpid();

	if (fork() == 0) {
		/* Two that come while main has no processor are one. */
		for (int i = 0; i < 100 && kill(parent, SIGINT) == 0; i++)
			usleep(50000);
		_exit(0);
	}
	printf("blocks\n");
	for (;;)
		pause();
}

static void computes_through_interrupts(void)
{
	run_virtually(computes, NULL);
}

static void computes_while_it_cleans_up(void)
{
	run_virtually(is_asked_and_computes, NULL);
}

static void blocks_through_interrupts(void)
{
	run_virtually(blocks, NULL);
}

/* Main's own handler takes the place of the run's: no number of signals ends it. */
static void heard(void *unused)
{
	printf("heard\n");
}

static int handles_it_itself(void *unused, void **result)
{
	Handle handle = HANDLE(heard, NULL);

	succeeds(loop_add_signal_handler(asyncio_get_running_loop(), SIGINT, &handle));
	computes(unused, result);
	int status = asyncio_sleep(1);
	handle_cancel(&handle);
	return status;
}

static void handles_interrupts(void)
{
	run_virtually(handles_it_itself, NULL);
}

static void a_main_that_computes_or_blocks_is_ended_by_the_second(void **state)
{
	assert_int_equal(run_child(computes_through_interrupts), -SIGINT);
	assert_text(program_output, "once\n");
	assert_int_equal(run_child(computes_while_it_cleans_up), -SIGINT);
	assert_text(program_output, "ECANCELED\nonce\n");
	assert_int_equal(run_child(blocks_through_interrupts), -SIGINT);
	assert_text(program_output, "blocks\n");
	assert_int_equal(run_child(handles_interrupts), 0);
	assert_text(program_output, "once\ntwice\nheard\nok:\n");
}

static int ends_with(void *status, void **result)
{
	succeeds(asyncio_sleep(1));
	raise(SIGINT);
	*result = "value";
	return (int)(intptr_t)status;
}

static void ends_in_its_last_step(void)
{
	run_virtually(ends_with, (void *)0);
	run_virtually(ends_with, (void *)(intptr_t)-EIO);
	run_virtually(ends_with, (void *)(intptr_t)-ECANCELED);
	raise(SIGINT);
}

static void an_interrupt_in_the_last_step_is_not_lost(void **state)
{
	assert_int_equal(run_child(ends_in_its_last_step), -SIGINT);
	assert_text(program_output, "EINTR:\nEIO:\nEINTR:\n");
}

/* Main is cancelled by another task, and the signal comes as well. */
static int cancels_main(void *main, void **result)
{
	task_cancel(main);
	return 0;
}

static int is_called_off(void *unused, void **result)
{
	task_detach(asyncio_create_task(cancels_main, asyncio_current_task()));
	int status = asyncio_sleep(3600);
	raise(SIGINT);
	return status;
}

static int is_called_off_and_interrupted(void *unused, void **result)
{
	int status = is_called_off(unused, result);

	ignore_status(asyncio_sleep(1));
	printf("%d requests\n", task_cancelling(asyncio_current_task()));
	return status;
}

static void is_called_off_by_two(void)
{
	run_virtually(is_called_off, NULL);
	run_virtually(is_called_off_and_interrupted, NULL);
}

static void what_another_has_asked_for_is_not_taken_for_the_interrupts(void **state)
{
	assert_int_equal(run_child(is_called_off_by_two), 0);
	assert_text(program_output, "ECANCELED:\n2 requests\nECANCELED:\n");
}

/* The program handles SIGINT, or ignores it, before a run begins; but not before the
 * first one. */
static void hears(int signo)
{
	printf("hears\n");
}

static void runs_with_its_own_handler(void)
{
	run_virtually(raises, NULL);
	signal(SIGINT, hears);
	run_virtually(raises, NULL);
	raise(SIGINT);
	signal(SIGINT, SIG_IGN);
	run_virtually(raises, NULL);
	raise(SIGINT);
}

static void an_interrupt_that_is_handled_or_ignored_stays_so(void **state)
{
	assert_int_equal(run_child(runs_with_its_own_handler), 0);
	assert_text(program_output, "raised\nECANCELED\nEINTR:\n"
	                            "hears\nraised\nok\nok:\nhears\n"
	                            "raised\nok\nok:\n");
}

/* The request comes too late: main gives way some times, and ends. */
static int ends_after(void *turns, void **result)
{
	int status = 0;

	raise(SIGINT);
	for (intptr_t i = 0; i < (intptr_t)turns && status == 0; i++)
		status = asyncio_sleep(0);
	return status;
}

static void ends_while_the_interrupt_is_under_way(void)
{
	for (intptr_t turns = 0; turns < 5; turns++)
		run_virtually(ends_after, (void *)turns);
}

static void an_interrupt_that_comes_with_the_end_of_main_is_not_lost(void **state)
{
	for (int i = 0; i < SELECTOR_NAMES; i++) {
		setenv("ASYNCIO_SELECTOR", selector_names[i], 1);
		assert_int_equal(run_child(ends_while_the_interrupt_is_under_way), 0);
		assert_text(program_output, "EINTR:\nEINTR:\nEINTR:\nEINTR:\nEINTR:\n");
	}
}

static void interrupts_us(void *unused)
{
	raise(SIGINT);
}

/* When the signal comes nothing is left that could wake main. */
static int is_stuck(void *unused, void **result)
{
	Loop *loop = asyncio_get_running_loop();
	Future *never = loop_create_future(loop);
	Handle later = HANDLE(interrupts_us, NULL);

	loop_call_later(loop, 1, &later);
	int status = future_wait(never);
	printf("%s@%g\n", why(status), time_perf_counter());
	future_unref(never);
	return status;
}

static void is_interrupted_when_stuck(void)
{
	run_virtually(is_stuck, NULL);
}

static void an_interrupt_is_heard_by_a_run_that_is_stuck(void **state)
{
	for (int i = 0; i < SELECTOR_NAMES; i++) {
		setenv("ASYNCIO_SELECTOR", selector_names[i], 1);
		assert_int_equal(run_child(is_interrupted_when_stuck), 0);
		assert_text(program_output, "ECANCELED@1\nEINTR:\n");
	}
}

static int says_that_it_runs(void *unused, void **result)
{
	printf("runs\n");
	return 0;
}

/* Each time with a descriptor more, from none to enough. */
static void lacks_descriptors(void)
{
	struct rlimit limit;
	int status = -1, first = dup(0);

	close(first);
	getrlimit(RLIMIT_NOFILE, &limit);
	setvbuf(stdout, NULL, _IONBF, 0);
	for (rlim_t n = 0; status < 0 && n < 20; n++) {
		limit.rlim_cur = (rlim_t)first + n;
		setrlimit(RLIMIT_NOFILE, &limit);
		status = asyncio_run(says_that_it_runs, NULL, NULL);
	}
	printf("%s\n", why(status));
}

static void last_time_it_lacked_the_pipe(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	setenv("ASYNCIO_SELECTOR", "poll", 1); /* which needs no descriptor for itself */
	Loop *loop = asyncio_new_event_loop();
	int next = dup(0);
	close(next);
	loop_free(loop);
	limit.rlim_cur = (rlim_t)next + 1; /* room for one end of a pipe */
	setrlimit(RLIMIT_NOFILE, &limit);
	printf("%s\n", why(asyncio_run(says_that_it_runs, NULL, NULL)));
}

static void without_a_pipe_for_the_signal_main_does_not_run(void **state)
{
	if (getenv("RUN_UNDER") != NULL) {
		printf("SKIPPED: valgrind and qemu keep limits of their own\n");
		assert_int_equal(run_child(ends_in_its_last_step), -SIGINT);
		return;
	}
	assert_int_equal(run_child(lacks_descriptors), 0);
	assert_text(program_output, "runs\nok\n");
	assert_int_equal(run_child(last_time_it_lacked_the_pipe), 0);
	assert_text(program_output, "EMFILE\n");
}

/* Both get it, as from a terminal. The child does what SIGINT does by default, and for
 * the parent it is one signal, not two. */
static int is_interrupted_with_its_child(void *unused, void **result)
{
	pid_t child = fork();

	if (child == 0) {
		sleep(5);
		_exit(1);
	}
	kill(child, SIGINT);
	raise(SIGINT);
	int status = asyncio_sleep(3600), cleanup = asyncio_sleep(1);
	printf("%s, cleanup %s, child %d\n", why(status), why(cleanup),
	       child_status(child) == -SIGINT);
	return status;
}

static void is_interrupted(void)
{
	run_virtually(is_interrupted_with_its_child, NULL);
}

static void an_interrupt_of_parent_and_child_is_one_for_each(void **state)
{
	if (getenv("TESTS_MAIN") != NULL)
		skip_because("a signal in a child is rung 3.4.8, which may be skipped");
	assert_int_equal(run_child(is_interrupted), 0);
	assert_text(program_output, "ECANCELED, cleanup ok, child 1\nEINTR:\n");
}

/* The loop of main has SIGINT, even if the program has gone back to the default since. */
static int returns_its_argument(void *arg, void **result)
{
	*result = arg;
	return 0;
}

static void *runs_in_a_thread(void *status)
{
	void *value = NULL;

	*(int *)status = asyncio_run(returns_its_argument, "its value", &value);
	return value;
}

static int has_a_thread_with_a_run(void *unused, void **result)
{
	pthread_t thread;
	int status = -1;

	signal(SIGINT, SIG_DFL);
	if (pthread_create(&thread, NULL, runs_in_a_thread, &status) != 0)
		return -EIO;
	pthread_join(thread, result);
	return status;
}

static void runs_in_two_threads(void)
{
	run_virtually(has_a_thread_with_a_run, NULL);
	run_virtually(raises, NULL);
}

static void a_run_in_a_second_thread_does_without_the_interrupt(void **state)
{
	assert_int_equal(run_child(runs_in_two_threads), 0);
	assert_text(program_output, "ok:its value\nraised\nECANCELED\nEINTR:\n");
}

TESTS(T(an_interrupt_cancels_main_which_may_answer), T(a_second_interrupt_does_not_wait),
      T(a_busy_loop_hears_of_an_interrupt_at_once),
      T(a_main_that_computes_or_blocks_is_ended_by_the_second),
      T(an_interrupt_in_the_last_step_is_not_lost),
      T(an_interrupt_that_comes_with_the_end_of_main_is_not_lost),
      T(an_interrupt_that_is_handled_or_ignored_stays_so),
      T(what_another_has_asked_for_is_not_taken_for_the_interrupts),
      T(an_interrupt_is_heard_by_a_run_that_is_stuck),
      T(without_a_pipe_for_the_signal_main_does_not_run),
      T(a_run_in_a_second_thread_does_without_the_interrupt),
      T(an_interrupt_of_parent_and_child_is_one_for_each))
