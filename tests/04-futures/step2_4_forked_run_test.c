/* Rung 4.2.4: a run, and a child that is forked in the middle of it. */
#include "../03-nonblocking-server/selector_names.h"
#include "../forked.h"
#include "core.h"

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
	for (int i = 0; i < SELECTOR_NAMES; i++) {
		setenv("ASYNCIO_SELECTOR", selector_names[i], 1);
		assert_int_equal(run_child(has_a_child_with_a_loop), 0);
		assert_text(program_output, "ok\nhello from the child@2\nok:the child\n"
		                            "current 1, running 0\n"
		                            "bystander: ok\nok:\n");
	}
	assert_trace(SELECTOR_NAMES == 1 ? "child:3" : "child:3 child:3");
}

/* In a plain callback of the child's loop no task is running. */
static void sets_and_tells(void *future)
{
	printf("callback: current %d\n", asyncio_current_task() != NULL);
	future_set_result(future, NULL);
}

static int runs_a_callback(void *unused, void **result)
{
	forks();
	if (in_child) {
		Loop *own = asyncio_new_event_loop();
		Future *future = loop_create_future(own);
		Handle soon = HANDLE(sets_and_tells, future);

		loop_call_soon(own, &soon);
		printf("%s\n", why(loop_run_until_complete(own, future, NULL)));
		printf("current %d\n", asyncio_current_task() != NULL);
		_exit(3);
	}
	return 0;
}

static void has_a_child_with_a_callback(void)
{
	run_virtually(runs_a_callback, NULL);
}

static void a_callback_of_the_childs_loop_is_no_task(void **state)
{
	assert_int_equal(run_child(has_a_child_with_a_callback), 0);
	assert_text(program_output, "callback: current 0\nok\ncurrent 1\nok:\n");
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

static Future *bell;

static int waits_for_the_bell(void *unused, void **result)
{
	printf("the parent's: %s\n", why(future_wait(bell)));
	return 0;
}

static int forks_while_another_task_waits(void *unused, void **result)
{
	bell = loop_create_future(asyncio_get_running_loop());
	Task *task = asyncio_create_task(waits_for_the_bell, NULL);

	succeeds(asyncio_sleep(1));
	forks();
	if (in_child)
		return 0;
	future_set_result(bell, NULL);
	return await(task, NULL);
}

static int rings_the_bell(void *unused, void **result)
{
	printf("%s\n", why(future_set_result(bell, NULL)));
	return asyncio_sleep(1);
}

/* Memory that was freed before is used for something else. */
static void use_memory_again(void)
{
	static void *volatile memory[64];

	for (int i = 0; i < 64; i++) {
		memory[i] = malloc(sizeof(Loop));
		memset(memory[i], 0, sizeof(Loop));
	}
}

/* In the child the run of the copy is over then, and asyncio_run has freed its loop. The
 * task that waits for the bell has not ended there. */
static void rings_the_parents_bell_in_the_child(void)
{
	run_virtually(forks_while_another_task_waits, NULL);
	if (in_child) {
		use_memory_again();
		run_virtually(rings_the_bell, NULL);
	}
	future_unref(bell);
	fflush(NULL);
	if (in_child)
		_exit(3);
}

static void after_a_childs_run_the_parents_tasks_wait_for_ever(void **state)
{
	assert_int_equal(run_child(rings_the_parents_bell_in_the_child), 0);
	assert_text(program_output, "ok:\nok\nok:\nthe parent's: ok\nok:\n");
	assert_trace("child:3");
}

TESTS(T(a_child_that_main_forks_runs_a_loop_of_its_own),
      T(a_callback_of_the_childs_loop_is_no_task),
      T(where_another_task_has_forked_the_childs_run_has_no_main),
      T(after_a_childs_run_the_parents_tasks_wait_for_ever))
