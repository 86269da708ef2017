/* Rung 5.4.2: a program with a thread. It takes real time, whatever the clock says. And
 * servers, whose loop has a pipe more. */
#include "../04-futures/programs.h"

#include "../03-nonblocking-server/serving.h"

/* Six products, and for each of three tasks the news that there are no more. */
static void thread_producer_wakes_as_often_as_it_must(void **state)
{
	long asking = 0, woken = 0;

	assert_int_equal(run_virtual("thread_producer --poll"), 0);
	const char *text = strstr(program_output, "asking: ");
	assert_non_null(text);
	sscanf(text, "asking: %ld wake-ups", &asking);
	text = strstr(program_output, "woken: ");
	assert_non_null(text);
	sscanf(text, "woken: %ld wake-ups", &woken);
	assert_int_equal(woken, 9);
	assert_true(asking > woken || served_under_something());
	assert_int_equal(run_virtual("thread_producer --help"), 0);
	assert_printed("usage: thread_producer");
	assert_refuses("thread_producer --products 0");
}

/* Its loop has two pipes: threads wake it by one, and signals by the other. */
static void three_descriptors_and_two_pipes_are_enough_for_a_thread(void)
{
	char command[400];

	snprintf(command, sizeof command,
	         "exec 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-; ulimit -n 7; "
	         "exec env ASYNCIO_SELECTOR=poll %s/thread_producer --products 1",
	         PROGRAMS);
	assert_int_equal(run_command_in_time(command), 0);
	assert_printed("woken: 4 wake-ups");
}

/* With a descriptor more, asyncio_run has its pipe, and the listener none. */
static void beside_the_wake_up_pipe_a_server_needs_one_for_signals(void **state)
{
	if (getenv("RUN_UNDER") == NULL && !SANITIZED)
		three_descriptors_and_two_pipes_are_enough_for_a_thread();
	assert_needs_a_pipe("http_server --port 0", 6);
	assert_needs_a_pipe("http_server --port 0", 7);
	assert_needs_a_pipe("echo_streams --port 0", 6);
}

TESTS(T(thread_producer_wakes_as_often_as_it_must),
      T(beside_the_wake_up_pipe_a_server_needs_one_for_signals))
