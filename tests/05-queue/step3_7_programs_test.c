/* Rung 5.3.7: a web server, and programs that come to it. */
#include "../forked.h"
#include "thread_count.h"
#include "web.h"

/* How often a text stands in what was printed. */
static int printed(const char *text)
{
	int n = 0;

	for (const char *p = program_output; (p = strstr(p, text)) != NULL; p++)
		n++;
	return n;
}

static void fetch_delays_hangs_and_then_ends_in_three_ways(void **state)
{
	needs_thread_count();
	assert_int_equal(run_in_time("fetch_delays"), 0);
	assert_int_equal(printed("deadlock: nothing can wake any of these any more"), 1);
	assert_int_equal(printed("task 'consumer 1' waits for an item of queue 1 "), 1);
	assert_int_equal(printed("task 'consumer 2' waits for an item of queue 1 "), 1);
	assert_int_equal(printed("== "), 4);
	assert_int_equal(printed("10 of 10 fetched: it ends\n"), 3);
	assert_int_equal(printed("{\"path\": \"/delay/0.020\", \"delay\": 0.02}\n"), 20);
	assert_int_equal(printed("{\"path\": \"/delay/0.040\", \"delay\": 0.04}\n"), 20);
}

static void fetch_delays_does_so_on_the_virtual_clock(void **state)
{
	needs_thread_count();
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	assert_int_equal(run_in_time("fetch_delays --items 3 --consumers 5 --delay 1"),
	                 0);
	assert_int_equal(printed("3 of 3 fetched: it ends\n"), 3);
	assert_int_equal(printed("/delay/0.00"), 12);
}

/* Its process handles SIGINT now. (Where that is not known: some time has passed.) */
static bool handles_interrupts(pid_t pid)
{
	char path[40], line[80];
	unsigned long long caught = 0;

	pause_ms(10);
	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	FILE *status = fopen(path, "r");
	while (status != NULL && fgets(line, sizeof line, status) != NULL)
		sscanf(line, "SigCgt: %llx", &caught);
	if (status != NULL)
		fclose(status);
	return status == NULL ? pause_ms(100), true : caught >> (SIGINT - 1) & 1;
}

/* Reads what the program prints, up to the text, or to its end. */
static bool reads(FILE *output, const char *text)
{
	char line[200];

	while (fgets(line, sizeof line, output) != NULL) {
		if (strstr(line, text) != NULL)
			return true;
	}
	return false;
}

static void fetch_delays_is_interrupted_in_each_of_its_runs(void **state)
{
	static const char *const runs[] = { "Nobody says", "The queue is joined",
		                            "a None for each", "shuts the queue down" };
	char command[200];
	int ends[2];

	if (getenv("RUN_UNDER") != NULL)
		skip_because("what runs the program has handlers of its own");
	snprintf(command, sizeof command, "exec %s/fetch_delays --items 9 --delay 2000",
	         PROGRAMS);
	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0)
		serving_exec(command, 0, ends[1]);
	close(ends[1]);
	FILE *output = fdopen(ends[0], "r");
	for (int i = 0; i < 4; i++) {
		assert_true(reads(output, runs[i]));
		while (!handles_interrupts(pid))
			;
		kill(pid, SIGINT);
		assert_true(reads(output, "0 of 9 fetched: Interrupted system call"));
	}
	fclose(output);
	assert_int_equal(child_status(pid), 0);
}

static void fetch_delays_may_have_nothing_to_do(void **state)
{
	needs_thread_count();
	assert_int_equal(run_in_time("fetch_delays --items 0"), 0);
	assert_int_equal(printed("0 of 0 fetched: it ends\n"), 3);
	assert_int_equal(printed("deadlock"), 1 + printed("Resource deadlock"));
}

/* In one sentence. */
static void assert_refuses(const char *command, const char *why)
{
	assert_int_equal(run_in_time(command), 2);
	assert_printed(why);
	char *end = strchr(program_output, '\n');
	assert_non_null(end);
	assert_text(end, "\n");
}

static void assert_helps(const char *command, const char *usage)
{
	assert_int_equal(run_in_time(command), 0);
	assert_printed(usage);
}

static void what_they_do_not_understand_is_refused(void **state)
{
	Serving serving = serving_start("", NULL, NULL);

	assert_serves_pages(&serving);
	serving_stop(&serving, SIGKILL);
	assert_refuses("http_server --port x", "not 'x'");
	assert_refuses("http_server --timeout 0", "not '0'");
	assert_refuses("http_server 8080", "8080");
	assert_refuses("echo_streams --port 65536", "not '65536'");
	assert_refuses("fetch_delays --consumers 0", "not '0'");
	assert_refuses("fetch_delays --items -1", "not '-1'");
	assert_refuses("fetch_delays quickly", "quickly");
	assert_helps("http_server --help", "usage: http_server");
	assert_printed("ASYNCIO_CLOCK");
	assert_refuses("by_hand quickly", "quickly");
	assert_helps("by_hand --help", "usage: by_hand");
	assert_helps("echo_streams --help", "usage: echo_streams");
	assert_helps("fetch_delays --help", "usage: fetch_delays");
}

static void a_port_that_is_in_use_is_an_error(void **state)
{
	Serving serving = serving_start("", NULL, NULL);
	char command[80];

	assert_serves_pages(&serving);
	snprintf(command, sizeof command, "http_server --port %d", serving.port);
	assert_int_equal(run_in_time(command), 1);
	assert_printed("http_server: ");
	assert_printed(strerror(EADDRINUSE));
	serving_stop(&serving, SIGKILL);
}

TESTS(T(fetch_delays_hangs_and_then_ends_in_three_ways),
      T(fetch_delays_does_so_on_the_virtual_clock),
      T(fetch_delays_is_interrupted_in_each_of_its_runs),
      T(fetch_delays_may_have_nothing_to_do), T(what_they_do_not_understand_is_refused),
      T(a_port_that_is_in_use_is_an_error))
