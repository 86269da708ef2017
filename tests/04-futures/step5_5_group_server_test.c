/* Rung 4.5.5: the server whose connections are one group. */
#define SERVER "group_server"
#include "../03-nonblocking-server/answers.h"

static void it_answers_in_upper_case(void **state)
{
	on_both_selectors(answers_in_upper_case, "");
}

static void it_serves_two_clients_in_turn(void **state)
{
	on_both_selectors(serves_two_in_turn, "");
}

static void it_ends_when_it_is_told_to(void **state)
{
	on_both_selectors(ends_with_status_0, "");
}

static void it_sleeps_when_there_is_nothing_to_do(void **state)
{
	on_both_selectors(sleeps_when_idle, "");
}

/* In one sentence; and what it does understand it serves. */
static void assert_refuses(const char *arguments, const char *why)
{
	char command[80];

	snprintf(command, sizeof command, "group_server %s", arguments);
	assert_int_equal(run_in_time(command), 2);
	assert_printed(why);
	char *end = strchr(program_output, '\n');
	assert_non_null(end);
	assert_text(end, "\n");
}

static void what_it_does_not_understand_is_refused(void **state)
{
	Serving serving = serving_start("", NULL, "--idle-timeout 60");

	assert_serves(&serving);
	serving_stop(&serving, SIGKILL);
	assert_refuses("--port 0x", "not '0x'");
	assert_refuses("--port 65536", "not '65536'");
	assert_refuses("--port -1", "not '-1'");
	assert_refuses("--port", "port");
	assert_refuses("--idle-timeout soon", "not 'soon'");
	assert_refuses("--mode tasks", "mode");
	assert_refuses("8080", "8080");
	assert_int_equal(run_in_time("group_server --help"), 0);
	assert_printed("usage: group_server");
	assert_printed("ASYNCIO_CLOCK");
}

static void a_port_that_is_in_use_is_named(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	char command[80], why[80];

	assert_serves(&serving);
	snprintf(command, sizeof command, "group_server --port %d", serving.port);
	snprintf(why, sizeof why, "group_server: port %d is in use\n", serving.port);
	assert_int_equal(run_in_time(command), 1);
	assert_text(program_output, why);
	assert_serves(&serving);
	serving_stop(&serving, SIGKILL);
}

static void without_a_pipe_for_signals_it_does_not_listen(void **state)
{
	Serving serving = serving_start("", NULL, NULL);

	assert_serves(&serving);
	serving_stop(&serving, SIGKILL);
	assert_needs_a_pipe("group_server --port 0", 5);
}

TESTS(T(it_answers_in_upper_case), T(it_serves_two_clients_in_turn),
      T(it_ends_when_it_is_told_to), T(it_sleeps_when_there_is_nothing_to_do),
      T(what_it_does_not_understand_is_refused), T(a_port_that_is_in_use_is_named),
      T(without_a_pipe_for_signals_it_does_not_listen))
