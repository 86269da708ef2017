/* Rung 4.2.4: what ASYNCIO_DEBUG=1 says of tasks that hold the loop. */
#include "core.h"

#include <unistd.h>

static void start(void)
{
	setenv("ASYNCIO_DEBUG", "1", 1);
	setenv("ASYNCIO_CLOCK", "virtual", 1);
}

static int holds_the_loop(void *unused, void **result)
{
	for (int i = 0; i < 2; i++) {
		usleep(150000);
		succeeds(asyncio_sleep(0));
	}
	return 0;
}

static int in_company(void *seconds, void **result)
{
	Task *slow = asyncio_create_task(holds_the_loop, NULL);

	task_set_name(slow, "slow");
	task_set_name(asyncio_current_task(), "main");
	succeeds(asyncio_sleep(100)); /* which is not to hold it, nor is to jump */
	time_sleep(100);
	return await(slow, NULL);
}

static void runs_in_debug_mode(void)
{
	start();
	printf("%s\n", why(asyncio_run(in_company, NULL, NULL)));
}

static void runs_without(void)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	printf("%s\n", why(asyncio_run(in_company, NULL, NULL)));
}

static void a_step_that_holds_the_loop_is_named_once(void **state)
{
	assert_int_equal(run_child(runs_in_debug_mode), 0);
	assert_printed("task 'slow' held the loop for 0.");
	assert_printed(" seconds\nok\n");
	assert_int_equal(printed("task 'slow' held the loop"), 1);
	assert_int_equal(printed("held the loop for 1"), 0);
	assert_int_equal(run_child(runs_without), 0);
	assert_text(program_output, "ok\n");
}

/* It holds the loop in its first step, and is reported for it. */
static int is_reported_at_once(void *unused, void **result)
{
	usleep(150000);
	int status = asyncio_sleep(0);
	if (status == 0)
		status = asyncio_sleep(0);
	usleep(150000);
	return status;
}

static int is_innocent(void *unused, void **result)
{
	int status = 0;

	for (int i = 0; i < 4 && status == 0; i++)
		status = asyncio_sleep(0);
	return status;
}

static int has_two_in_a_row(void *unused, void **result)
{
	Task *innocent = asyncio_create_task(is_innocent, NULL);
	Task *guilty = asyncio_create_task(is_reported_at_once, NULL);

	task_set_name(innocent, "innocent");
	task_set_name(guilty, "guilty");
	int status = await(guilty, NULL);
	return status < 0 ? status : await(innocent, NULL);
}

static void runs_two_in_a_row(void)
{
	start();
	printf("%s\n", why(asyncio_run(has_two_in_a_row, NULL, NULL)));
}

static void the_time_of_a_task_is_not_the_one_before_its(void **state)
{
	assert_int_equal(run_child(runs_two_in_a_row), 0);
	assert_printed("task 'guilty' held the loop");
	assert_int_equal(printed("task 'innocent' held the loop"), 0);
}

TESTS(T(a_step_that_holds_the_loop_is_named_once),
      T(the_time_of_a_task_is_not_the_one_before_its))
