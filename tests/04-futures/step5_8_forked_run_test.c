/* Step 4.5: a run, and a child that is forked in the middle of it. */
#include "../forked.h"
#include "core.h"

#include <signal.h>

/* What parent and child print lies in program_output, in the order of time. */
static bool in_child;

static void forks(void)
{
	in_child = is_forked();
}

static int says_hello(void *name, void **result)
{
	int status = asyncio_sleep(1);

	printf("hello from %s@%g\n", (char *)name, time_perf_counter());
	*result = name;
	return status;
}

/* Another task, which is the parent's alone. */
static int bystander(void *unused, void **result)
{
	int status = asyncio_sleep(2);

	printf("bystander: %s\n", why(status));
	return status;
}

static int runs_another_loop(void *unused, void **result)
{
	Task *task = asyncio_create_task(bystander, NULL);

	printf("%s\n", why(asyncio_sleep(1)));
	forks();
	if (in_child) {
		run_virtually(says_hello, "the child");
		printf("current %d, running %d\n", asyncio_current_task() != NULL,
		       asyncio_get_running_loop() != NULL);
		_exit(3);
	}
	return await(task, NULL);
}

static void has_a_child_with_a_loop(void)
{
	run_virtually(runs_another_loop, NULL);
}

static void a_child_that_main_forks_runs_a_loop_of_its_own(void **state)
{
	for (int i = 0; i < 2; i++) {
		setenv("ASYNCIO_SELECTOR", i == 0 ? "epoll" : "poll", 1);
		assert_int_equal(run_child(has_a_child_with_a_loop), 0);
		assert_text(program_output, "ok\nhello from the child@2\nok:the child\n"
		                            "current 0, running 0\n"
		                            "bystander: ok\nok:\n");
	}
	assert_trace("child:3 child:3");
}

/* The parent's loop runs nothing for the child: all waits of its task are refused. */
static int waits_in_the_child(void *unused, void **result)
{
	Task *task = asyncio_create_task(bystander, NULL);

	asyncio_sleep(0);
	forks();
	if (in_child) {
		printf("sleep: %s\n", why(asyncio_sleep(1)));
		printf("turn: %s\n", why(asyncio_sleep(0)));
		printf("wait: %s\n", why(future_wait(task)));
		printf("create: %s\n",
		       why(future_wait(asyncio_create_task(bystander, NULL))));
		*result = "the child's";
		return 0;
	}
	*result = "the parent's";
	return await(task, NULL);
}

static void goes_on_in_the_child(void)
{
	run_virtually(waits_in_the_child, NULL);
	fflush(NULL);
	if (in_child)
		_exit(3);
}

static void in_a_child_main_waits_for_nothing_and_its_run_ends_with_it(void **state)
{
	assert_int_equal(run_child(goes_on_in_the_child), 0);
	assert_text(program_output, "sleep: ECANCELED\nturn: ECANCELED\n"
	                            "wait: ECANCELED\ncreate: ENOMEM\n"
	                            "ok:the child's\n"
	                            "bystander: ok\nok:the parent's\n");
	assert_trace("child:3");
}

static int forks_and_returns(void *unused, void **result)
{
	forks();
	return 0;
}

static int awaits_one_that_forks(void *unused, void **result)
{
	*result = "main";
	return await(asyncio_create_task(forks_and_returns, NULL), NULL);
}

static void forks_in_another_task(void)
{
	run_virtually(awaits_one_that_forks, NULL);
	fflush(NULL);
	if (in_child)
		_exit(3);
}

static void where_another_task_has_forked_the_childs_run_has_no_main(void **state)
{
	assert_int_equal(run_child(forks_in_another_task), 0);
	assert_text(program_output, "ESHUTDOWN:\nok:main\n");
	assert_trace("child:3");
}

/* One that does not want to hear that it cannot wait: it does not go on for ever. */
static int insists_in_the_child(void *unused, void **result)
{
	forks();
	while (in_child && asyncio_sleep(0.001) < 0)
		;
	return 0;
}

static void insists(void)
{
	run_virtually(insists_in_the_child, NULL);
	fflush(NULL);
	if (in_child)
		_exit(3);
}

static void a_task_that_insists_does_not_spin_in_the_child(void **state)
{
	assert_int_equal(run_child(insists), 0);
	assert_text(program_output, "ESHUTDOWN:\nok:\n");
	assert_trace("child:3");
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
	assert_int_equal(run_child(is_interrupted), 0);
	assert_text(program_output, "ECANCELED, cleanup ok, child 1\nEINTR:\n");
}

TESTS(T(a_child_that_main_forks_runs_a_loop_of_its_own),
      T(in_a_child_main_waits_for_nothing_and_its_run_ends_with_it),
      T(where_another_task_has_forked_the_childs_run_has_no_main),
      T(a_task_that_insists_does_not_spin_in_the_child),
      T(an_interrupt_of_parent_and_child_is_one_for_each))
