/* 3.1.2: what the server says when it cannot do what is asked of it. */
#include "clients.h"

/* One sentence, which ends a line. */
static void assert_one_sentence(void)
{
	char *end = strchr(program_output, '\n');

	assert_printed("server: ");
	assert_non_null(end);
	assert_text(end, "\n");
}

/* What is not understood does not even begin to be served; what is, is. */
static void assert_the_rest_is_served(void)
{
	Serving serving = serving_start("busy", NULL, "--idle-timeout 60");

	assert_serves(&serving);
	serving_stop(&serving, SIGKILL);
}

static void assert_refuses(const char *command, const char *why)
{
	assert_int_equal(run_in_time(command), 2);
	assert_printed(why);
	assert_one_sentence();
}

static void what_is_no_port_is_refused(void **state)
{
	assert_the_rest_is_served();
	assert_refuses("server --port 0x", "not '0x'");
	assert_refuses("server --port 65536", "not '65536'");
	assert_refuses("server --port -1", "not '-1'");
	assert_refuses("server --port ''", "not ''");
	assert_refuses("server --port 99999999999999999999", "from 0 to 65535");
}

static void what_is_no_timeout_is_refused(void **state)
{
	assert_the_rest_is_served();
	assert_refuses("server --idle-timeout -1", "not '-1'");
	assert_refuses("server --idle-timeout soon", "not 'soon'");
	assert_refuses("server --idle-timeout 86401", "not '86401'");
}

static void an_unknown_mode_is_refused(void **state)
{
	assert_the_rest_is_served();
	assert_refuses("server --mode lazy", "not 'lazy'");
	assert_refuses("server --mode ''", "not ''");
}

static void an_unknown_option_is_refused(void **state)
{
	assert_the_rest_is_served();
	assert_refuses("server --prot 8080", "prot");
}

static void an_option_without_its_value_is_refused(void **state)
{
	assert_the_rest_is_served();
	assert_refuses("server --port", "port");
	assert_refuses("server --mode", "mode");
}

static void an_operand_is_refused(void **state)
{
	assert_the_rest_is_served();
	assert_refuses("server 8080", "8080");
}

static void a_port_that_is_in_use_is_named(void **state)
{
	Serving serving = serving_start("busy", NULL, NULL);
	char command[80], why[80];

	snprintf(command, sizeof command, "server --port %d", serving.port);
	snprintf(why, sizeof why, "port %d is in use", serving.port);
	assert_int_equal(run_in_time(command), 1);
	assert_printed(why);
	assert_one_sentence();
	assert_serves(&serving);
	serving_stop(&serving, SIGKILL);
}

/* The server has closed first: its side is in TIME_WAIT. */
static void a_port_can_be_used_again_at_once(void **state)
{
	Serving serving = serving_start("busy", NULL, NULL);
	int fd = serving_connect(&serving);
	char options[40];

	assert_string_equal(ask(fd, "hello\n"), "HELLO\n");
	assert_int_equal(serving_stop(&serving, SIGTERM), 0);
	close(fd);
	snprintf(options, sizeof options, "--port %d", serving.port);
	Serving again = serving_start("busy", NULL, options);
	assert_int_equal(again.port, serving.port);
	assert_serves(&again);
	serving_stop(&again, SIGKILL);
}

/* Its number is not the first socket's. What follows the mark is for others. */
static void a_standard_descriptor_that_is_closed_is_nobodys(void **state)
{
	Serving serving = serving_start("busy", NULL, NULL);
	char command[80];

	snprintf(command, sizeof command, "client --port %d hello 0<&-", serving.port);
	assert_int_equal(run_in_time(command), 0);
	assert_string_equal(program_output, "HELLO\n");
	snprintf(command, sizeof command, "client --port %d 0<&-", serving.port);
	assert_int_equal(run_in_time(command), 0);
	assert_string_equal(program_output, "");
	assert_int_equal(run_in_time("server --port 0 2>&1 1>&- #"), 1);
	assert_printed("server: cannot write: Bad file descriptor\n");
	assert_serves(&serving);
	serving_stop(&serving, SIGKILL);
}

TESTS(T(what_is_no_port_is_refused), T(what_is_no_timeout_is_refused),
      T(an_unknown_mode_is_refused), T(an_unknown_option_is_refused),
      T(an_option_without_its_value_is_refused), T(an_operand_is_refused),
      T(a_port_that_is_in_use_is_named), T(a_port_can_be_used_again_at_once),
      T(a_standard_descriptor_that_is_closed_is_nobodys))
