/* Rung 4.4.3: what main has left over. */
#include "../01-generators/watching.h"
#include "chains.h"
#include "reported.h"

typedef struct Leftover {
	const char *name;
	int status;
	bool detached;
} Leftover;

/* Cleans up for a second, and ends in its own way. */
static int is_left_over(void *arg, void **result)
{
	const Leftover *leftover = arg;
	int status = asyncio_sleep(3600);

	printf("%s:%s\n", leftover->name, why(status));
	int cleanup = asyncio_sleep(1);
	printf("cleanup:%s@%g\n", why(cleanup), time_perf_counter());
	return leftover->status == 0 ? status : leftover->status;
}

static Leftover one = { "one", 0, true };

static int main_status;

static int leaves_one_over(void *arg, void **result)
{
	Leftover *leftover = arg;
	Task *task = asyncio_create_task(is_left_over, leftover);

	task_set_name(task, leftover->name);
	if (leftover->detached)
		task_detach(task);
	succeeds(asyncio_sleep(1));
	*result = "value";
	return main_status;
}

static void returns_too_early(void)
{
	run_virtually(leaves_one_over, &one);
}

static void what_is_left_over_is_named_cancelled_and_awaited(void **state)
{
	assert_int_equal(run_child(returns_too_early), 0);
	assert_text(program_output,
	            "task 'one' was still running when main returned: it is cancelled\n"
	            "one:ECANCELED\ncleanup:ok@2\nok:value\n");
	main_status = -EIO;
	assert_int_equal(run_child(returns_too_early), 0);
	assert_printed("cleanup:ok@2\nEIO:\n");
}

static Leftover failing = { "failing", -ENOENT, true };
static Leftover forgotten = { "forgotten", -ENOENT, false };

static void leaves_a_failing_one(void)
{
	run_virtually(leaves_one_over, &failing);
}

static void leaves_a_forgotten_one(void)
{
	run_virtually(leaves_one_over, &forgotten);
}

static void the_error_of_its_cleanup_is_named(void **state)
{
	assert_int_equal(run_child(leaves_a_failing_one), 0);
	assert_printed("the error of task 'failing' was never looked at: ");
	assert_printed(strerror(ENOENT));
	assert_printed("\nok:value\n");
	assert_int_equal(printed("'failing'"), 2);
	assert_int_equal(run_child(leaves_a_forgotten_one), 0);
	assert_printed("task 'forgotten' was never awaited nor detached, and failed: ");
	assert_printed(strerror(ENOENT));
	assert_printed("\nok:value\n");
}

static int waits_for_nothing(void *unused, void **result)
{
	return await(loop_create_future(asyncio_get_running_loop()), NULL);
}

static int deadlocks(void *unused, void **result)
{
	Task *reader = asyncio_create_task(waits_for_nothing, NULL);
	Task *bystander = asyncio_create_task(waits_for_nothing, NULL);

	task_set_name(asyncio_current_task(), "main");
	task_set_name(reader, "reader");
	task_set_name(bystander, "bystander");
	task_detach(bystander);
	return await(reader, NULL);
}

static void runs_into_a_deadlock(void)
{
	run_virtually(deadlocks, NULL);
}

/* The run's own care for SIGINT is nothing to wait for. */
static void a_run_ends_with_the_list_of_its_deadlock(void **state)
{
	assert_int_equal(run_child(runs_into_a_deadlock), 0);
	forget_stack_sizes();
	assert_text(program_output,
	            "deadlock: nothing can wake any of these any more\n"
	            "  task 'main' waits for task 'reader' (stack: N KiB)\n"
	            "    task 'reader' waits for future 1 (stack: N KiB)\n"
	            "  task 'bystander' waits for future 2 (stack: N KiB)\n"
	            "EDEADLK:\n");
}

static int stops_its_loop(void *unused, void **result)
{
	loop_stop(asyncio_get_running_loop());
	printf("%s\n", why(asyncio_sleep(3600)));
	return 0;
}

static void stops_a_run(void)
{
	run_virtually(stops_its_loop, NULL);
}

static void a_run_that_is_stopped_cancels_main(void **state)
{
	assert_int_equal(run_child(stops_a_run), 0);
	assert_text(program_output, "ECANCELED\nEINTR:\n");
}

static int creates_when_cancelled(void *unused, void **result)
{
	ignore_status(asyncio_sleep(3600)); /* until it is cancelled */
	Task *late = asyncio_create_task(waits_for_nothing, NULL);
	task_set_name(late, "late");
	task_detach(late);
	return 0;
}

static int leaves_a_creator(void *unused, void **result)
{
	Task *task = asyncio_create_task(creates_when_cancelled, NULL);

	task_set_name(task, "creator");
	task_detach(task);
	return asyncio_sleep(1);
}

static void leaves_what_creates(void)
{
	run_virtually(leaves_a_creator, NULL);
}

static void what_is_created_after_the_end_is_closed_with_the_loop(void **state)
{
	assert_int_equal(run_child(leaves_what_creates), 0);
	assert_printed("task 'creator' was still running when main returned");
	assert_printed("task 'late' was not finished when its loop was closed");
	assert_int_equal(printed("\n"), 3);
}

static int leaves_a_short_chain(void *unused, void **result)
{
	return leaves_a_chain(&(int){ 2 }, result);
}

static void leaves_two(void)
{
	run_virtually(leaves_a_short_chain, NULL);
}

static void who_is_awaited_is_named_as_well(void **state)
{
	assert_int_equal(run_child(leaves_two), 0);
	assert_printed("task 'last' was still running when main returned");
	assert_printed("task 'last but one' was still running when main returned");
	assert_int_equal(printed("\n"), 3);
}

/* A request to the task that waits does not reach the task that it has only borrowed. */
static int looks_at(void *task, void **result)
{
	Future *futures[] = { task };

	return (int)asyncio_wait(futures, 1, -1, ALL_COMPLETED);
}

static int leaves_one_that_is_looked_at(void *unused, void **result)
{
	Task *task = asyncio_create_task(is_left_over, &one);

	task_detach(asyncio_create_task(looks_at, task));
	task_detach(task);
	return asyncio_sleep(1);
}

static void leaves_both(void)
{
	run_virtually(leaves_one_that_is_looked_at, NULL);
}

static void a_task_that_is_only_looked_at_is_cancelled_as_well(void **state)
{
	assert_int_equal(run_child(leaves_both), 0);
	assert_printed("one:ECANCELED\ncleanup:ok@2\n");
}

/* What main has cancelled itself it has not forgotten. */
static int cancels_one(void *unused, void **result)
{
	Task *task = asyncio_create_task(is_left_over, &one);

	succeeds(asyncio_sleep(1));
	task_cancel(task);
	task_detach(task);
	return 0;
}

static void cancels_and_returns(void)
{
	run_virtually(cancels_one, NULL);
}

static void what_main_has_cancelled_itself_is_not_named(void **state)
{
	assert_int_equal(run_child(cancels_and_returns), 0);
	assert_text(program_output, "one:ECANCELED\ncleanup:ECANCELED@1\nok:\n");
}

/* The task outside is older than the task inside, and is cancelled first. */
static int counts_its_requests(void *unused, void **result)
{
	int status = asyncio_sleep(3600);

	printf("%s, requests: %d\n", why(status),
	       task_cancelling(asyncio_current_task()));
	return status;
}

static int awaits_one_that_counts(void *unused, void **result)
{
	return await(asyncio_create_task(counts_its_requests, NULL), NULL);
}

static int leaves_the_outer_one(void *unused, void **result)
{
	task_detach(asyncio_create_task(awaits_one_that_counts, NULL));
	return asyncio_sleep(1);
}

static void leaves_an_outer_and_an_inner_one(void)
{
	run_virtually(leaves_the_outer_one, NULL);
}

static void what_was_reached_through_another_gets_one_request(void **state)
{
	assert_int_equal(run_child(leaves_an_outer_and_an_inner_one), 0);
	assert_printed("ECANCELED, requests: 1\n");
}

/* The older one stops the loop when it is cancelled, and then needs another second. */
static int stops_when_cancelled(void *unused, void **result)
{
	int status = asyncio_sleep(3600);

	printf("stops:%s\n", why(status));
	loop_stop(asyncio_get_running_loop());
	return asyncio_sleep(1);
}

static int leaves_one_that_stops(void *unused, void **result)
{
	task_detach(asyncio_create_task(stops_when_cancelled, NULL));
	task_detach(asyncio_create_task(is_left_over, &one));
	return asyncio_sleep(1);
}

static void leaves_what_stops(void)
{
	run_virtually(leaves_one_that_stops, NULL);
}

static void when_the_loop_is_stopped_no_other_is_awaited(void **state)
{
	assert_int_equal(run_child(leaves_what_stops), 0);
	assert_printed("stops:ECANCELED\none:ECANCELED\n");
	if (strstr(program_output, "cleanup:ok") != NULL)
		fail_msg("the loop runs again after it was stopped, until the task "
		         "'one' has cleaned up");
}

static int leaves_nothing(void *unused, void **result)
{
	return asyncio_sleep(1);
}

static void leaves_one_while_watched(void)
{
	watch();
	returns_too_early();
}

static void leaves_nothing_while_watched(void)
{
	watch();
	run_virtually(leaves_nothing, NULL);
}

static void only_if_there_is_one_a_trace_says_so(void **state)
{
	assert_int_equal(run_child(leaves_one_while_watched), 0);
	assert_printed("the run is over: the tasks that are left are cancelled");
	assert_int_equal(run_child(leaves_nothing_while_watched), 0);
	if (strstr(program_output, "the run is over") != NULL)
		fail_msg("a trace says that the tasks that are left are cancelled, but "
		         "no task is left");
}

TESTS(T(what_is_left_over_is_named_cancelled_and_awaited),
      T(the_error_of_its_cleanup_is_named), T(a_run_ends_with_the_list_of_its_deadlock),
      T(a_run_that_is_stopped_cancels_main),
      T(what_is_created_after_the_end_is_closed_with_the_loop),
      T(who_is_awaited_is_named_as_well),
      T(a_task_that_is_only_looked_at_is_cancelled_as_well),
      T(what_main_has_cancelled_itself_is_not_named),
      T(what_was_reached_through_another_gets_one_request),
      T(when_the_loop_is_stopped_no_other_is_awaited),
      T(only_if_there_is_one_a_trace_says_so))
