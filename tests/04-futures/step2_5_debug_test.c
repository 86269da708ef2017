/* Rung 4.2.5: ASYNCIO_DEBUG=1. */
#include "core.h"
#include "reported.h"

#include <unistd.h>

static void start(void)
{
	setenv("ASYNCIO_DEBUG", "1", 1);
	setenv("ASYNCIO_CLOCK", "virtual", 1);
}

static int returns(void *unused, void **result)
{
	*result = "value";
	return 0;
}

static int awaits_twice(void *unused, void **result)
{
	Task *task = asyncio_create_task(returns, NULL), *other;
	void *value = "?";

	task_set_name(task, "gone");
	printf("%s\n", why(await(task, NULL)));
	for (int i = 0; i < 100; i++) {
		other = asyncio_create_task(returns, NULL);
		succeeds(await(other, NULL));
	}
	printf("%s\n", why(await(task, &value)));
	printf("%d\n", value == NULL);
	printf("%s\n", why(future_wait(task)));
	printf("%d\n", task_cancel(task));
	printf("%s\n", why(future_set_result(task, NULL)));
	task_detach(task);
	return await(other, NULL);
}

static void awaits_twice_in_debug_mode(void)
{
	start();
	setvbuf(stdout, NULL, _IONBF, 0);
	printf("%s\n", why(asyncio_run(awaits_twice, NULL, NULL)));
}

static void a_second_await_is_explained_and_refused(void **state)
{
	assert_int_equal(run_child(awaits_twice_in_debug_mode), 0);
	forget_what_held();
	assert_text(program_output,
	            "ok\n"
	            "task 'gone' is gone: it was awaited or detached before\n"
	            "EINVAL\n1\nEINVAL\n0\nEINVAL\n"
	            "task 'Task-102' is gone: it was awaited or detached before\n"
	            "EINVAL\n");
}

static void runs_a_gone_one(void)
{
	start();
	loop = asyncio_new_event_loop();
	Task *task = loop_create_task(loop, returns, NULL);
	printf("%s\n", why(loop_run_until_complete(loop, task, NULL)));
	printf("%s\n", why(loop_run_until_complete(loop, task, NULL)));
	loop_free(loop);
}

static void so_is_a_second_run(void **state)
{
	assert_int_equal(run_child(runs_a_gone_one), 0);
	assert_printed("ok\n");
	assert_printed("task 'Task-1' is gone: it was awaited or detached before\n");
	assert_printed("EINVAL\n");
}

static int detaches_twice(void *unused, void **result)
{
	Task *task = asyncio_create_task(returns, NULL);

	task_detach(task);
	succeeds(asyncio_sleep(1));
	task_detach(task);
	task_detach(asyncio_current_task()); /* which the run holds, and the loop */
	return 0;
}

static void detaches_in_debug_mode(void)
{
	start();
	setvbuf(stdout, NULL, _IONBF, 0);
	printf("%s\n", why(asyncio_run(detaches_twice, NULL, NULL)));
}

/* A busy machine may say besides that a task held the loop. */
static void what_is_detached_too_often_is_explained(void **state)
{
	assert_int_equal(run_child(detaches_in_debug_mode), 0);
	assert_printed("task 'Task-2' is gone: it was awaited or detached before\n");
	assert_printed("task 'Task-1' is gone: it was awaited or detached before\n");
	assert_printed("ok\n");
}

static int lets_go(void *task, void **result)
{
	int error = asyncio_sleep(1);

	task_detach(task);
	return error;
}

static int fails(void *unused, void **result)
{
	succeeds(asyncio_sleep(2));
	return -EIO;
}

/* The reference to what it awaits is given back by another task. */
static int awaits_what_is_let_go(void *unused, void **result)
{
	Task *task = asyncio_create_task(fails, NULL),
	     *other = asyncio_create_task(lets_go, task);

	printf("%s\n", why(await(task, NULL)));
	return await(other, NULL);
}

static void lets_go_in_debug_mode(void)
{
	start();
	setvbuf(stdout, NULL, _IONBF, 0);
	printf("%s\n", why(asyncio_run(awaits_what_is_let_go, NULL, NULL)));
}

static void an_await_of_what_is_let_go_meanwhile_is_explained(void **state)
{
	assert_int_equal(run_child(lets_go_in_debug_mode), 0);
	forget_what_held();
	assert_text(program_output,
	            "task 'Task-2' is gone: it was awaited or detached before\n"
	            "EIO\nok\n");
}

static int makes_many(void *unused, void **result)
{
	void *value;
	int sum = 0;

	for (int i = 0; i < 5000; i++)
		sum += await(asyncio_create_task(returns, NULL), &value) == 0;
	trace("%d", sum);
	trace("%d", (int)asyncio_all_tasks(asyncio_get_running_loop(), NULL, 0));
	return 0;
}

static void only_the_last_that_are_gone_are_kept(void **state)
{
	start();
	assert_int_equal(asyncio_run(makes_many, NULL, NULL), 0);
	assert_trace("5000 1");
}

TESTS(T(a_second_await_is_explained_and_refused), T(so_is_a_second_run),
      T(what_is_detached_too_often_is_explained),
      T(an_await_of_what_is_let_go_meanwhile_is_explained),
      T(only_the_last_that_are_gone_are_kept))
