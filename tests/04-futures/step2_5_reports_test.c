/* Rung 4.2.5: mistakes are explained, each once, with the task's name. */
#include "named.h"

#include <unistd.h>

static const char deadlock[] = "deadlock: nothing can wake any of these any more\n";

static int sleeps(void *seconds, void **result)
{
	return asyncio_sleep(*(double *)seconds);
}

static double never = INFINITY, one = 1;

static void waits_for_each_other(void)
{
	start();
	Future *f = loop_create_future(loop);
	Task *reader = named(waits_for, f, "reader"),
	     *boss = named(waits_for, reader, "boss");

	named(sleeps, &never, "sleeper");
	task_detach(named(sleeps, &one, "well"));
	printf("%s\n", why(loop_run_until_complete(loop, boss, NULL)));
	printf("%d\n", future_done(f) || future_done(boss));
	future_set_result(f, NULL);
	printf("%s\n", why(loop_run_until_complete(loop, boss, NULL)));
}

static void a_deadlock_ends_the_run_with_the_list(void **state)
{
	assert_int_equal(run_child(waits_for_each_other), 0);
	forget_stack_sizes();
	assert_text(program_output,
	            "deadlock: nothing can wake any of these any more\n"
	            "  task 'boss' waits for task 'reader' (stack: N KiB)\n"
	            "    task 'reader' waits for future 1 (stack: N KiB)\n"
	            "  task 'sleeper' waits for time to pass, for ever (stack: N KiB)\n"
	            "EDEADLK\n0\nok\n");
}

static void runs_for_ever(void)
{
	start();
	named(waits_for, loop_create_future(loop), "reader");
	printf("%s\n", why(loop_run_forever(loop)));
}

static void loop_run_forever_tells_of_it_too(void **state)
{
	assert_int_equal(run_child(runs_for_ever), 0);
	assert_printed(deadlock);
	assert_printed("  task 'reader' waits for future 1 ");
	assert_printed("EDEADLK\n");
}

static int returns(void *status, void **result)
{
	return *(int *)status;
}

static int well = 0, failing = -EIO;

static int forgets(void *status, void **result)
{
	task_set_name(asyncio_create_task(returns, status), "forgotten");
	return asyncio_sleep(1);
}

static void forgets_one(void)
{
	start();
	printf("%s\n", why(asyncio_run(forgets, &well, NULL)));
}

static void forgets_one_that_failed(void)
{
	start();
	printf("%s\n", why(asyncio_run(forgets, &failing, NULL)));
}

static void a_task_that_nobody_awaits_or_detaches_is_named(void **state)
{
	assert_int_equal(run_child(forgets_one), 0);
	assert_text(program_output,
	            "task 'forgotten' was never awaited nor detached\nok\n");
	assert_int_equal(run_child(forgets_one_that_failed), 0);
	assert_printed("task 'forgotten' was never awaited nor detached, and failed: ");
	assert_printed(strerror(EIO));
	assert_int_equal(printed("\n"), 2);
}

static int detaches(void *status, void **result)
{
	Task *task = asyncio_create_task(returns, status);

	task_set_name(task, "detached");
	task_detach(task);
	return asyncio_sleep(1);
}

static void detaches_one_that_fails(void)
{
	start();
	printf("%s\n", why(asyncio_run(detaches, &failing, NULL)));
}

static void detaches_one_that_goes_well(void)
{
	start();
	printf("%s\n", why(asyncio_run(detaches, &well, NULL)));
}

static void an_error_of_a_task_that_nobody_looks_at_is_named(void **state)
{
	assert_int_equal(run_child(detaches_one_that_fails), 0);
	assert_printed("the error of task 'detached' was never looked at: ");
	assert_printed(strerror(EIO));
	assert_int_equal(printed("\n"), 2);
	assert_int_equal(run_child(detaches_one_that_goes_well), 0);
	assert_text(program_output, "ok\n");
}

static void looks_in_every_way(void)
{
	start();
	setvbuf(stdout, NULL, _IONBF, 0); /* in the order in which it is said */
	Task *awaited = loop_create_task(loop, returns, &failing);
	Task *read = loop_create_task(loop, returns, &failing);
	Task *cancelled = loop_create_task(loop, returns, &failing);
	Task *unseen = named(returns, &failing, "unseen");

	printf("%s\n", why(loop_run_until_complete(loop, awaited, NULL)));
	printf("%s\n", why(future_result(read, NULL)));
	printf("%d\n", future_cancel(cancelled));
	task_detach(read);
	task_detach(cancelled);
	task_detach(unseen);
	loop_free(loop);
}

static void an_error_that_was_looked_at_is_not_reported(void **state)
{
	assert_int_equal(run_child(looks_in_every_way), 0);
	assert_printed("EIO\nEIO\n0\n");
	assert_printed("the error of task 'unseen' was never looked at: ");
	assert_int_equal(printed("\n"), 4);
}

static int tells(void *unused, void **result)
{
	for (int i = 0; i < 3; i++) {
		succeeds(asyncio_sleep(1));
		printf("on\n");
	}
	return 0;
}

/* Not even the report can be written. */
static void fails_in_silence(void)
{
	start();
	close(STDERR_FILENO);
	for (int i = 0; i < 3; i++)
		task_detach(named(returns, &failing, "fails"));
	task_detach(named(tells, NULL, "tells"));
	printf("%zu\n", asyncio_all_tasks(loop, NULL, 0));
	printf("%s\n", why(loop_run_forever(loop)));
	printf("%zu\n", asyncio_all_tasks(loop, NULL, 0));
	loop_free(loop);
}

static void a_report_that_cannot_be_written_disturbs_nobody(void **state)
{
	assert_int_equal(run_child(fails_in_silence), 0);
	assert_text(program_output, "4\non\non\non\nok\n0\n");
}

static int says_so(void *arg, void **result)
{
	int error = asyncio_sleep(one);

	printf("ends\n");
	return error;
}

static void lets_go_too_often(void)
{
	start();
	setvbuf(stdout, NULL, _IONBF, 0);
	Task *unborn = named(says_so, NULL, "unborn"),
	     *asleep = named(says_so, NULL, "asleep");

	for (int i = 0; i < 3; i++)
		task_detach(unborn);
	make_passes(1);
	task_detach(asleep);
	task_detach(asleep);
	printf("%s\n", why(loop_run_forever(loop)));
	printf("%zu, and %s\n", loop->waiting,
	       list_empty(&loop->closing) ? "none is left" : "some are left");
	loop_free(loop);
}

static void a_task_that_is_let_go_too_often_runs_on(void **state)
{
	assert_int_equal(run_child(lets_go_too_often), 0);
	assert_text(program_output,
	            "task 'unborn' was let go twice before it had ended: it runs on\n"
	            "task 'asleep' was let go twice before it had ended: it runs on\n"
	            "ends\nends\nok\n0, and none is left\n");
}

TESTS(T(a_deadlock_ends_the_run_with_the_list), T(loop_run_forever_tells_of_it_too),
      T(a_task_that_nobody_awaits_or_detaches_is_named),
      T(an_error_of_a_task_that_nobody_looks_at_is_named),
      T(an_error_that_was_looked_at_is_not_reported),
      T(a_report_that_cannot_be_written_disturbs_nobody),
      T(a_task_that_is_let_go_too_often_runs_on))
