/* Step 4.3: the programs that wait for several tasks. */
#include "programs.h"

#include "../03-nonblocking-server/serving.h"

/* How long a program says that it has taken. */
static double seconds_of(const char *text)
{
	const char *number = strstr(text, " executed in ");
	double seconds = -1;

	if (number != NULL)
		sscanf(number, " executed in %lf seconds.\n", &seconds);
	return seconds;
}

static void countasync_takes_a_second_and_countsync_three(void **state)
{
	assert_program(
		"countasync",
		"One\nOne\nOne\nTwo\nTwo\nTwo\ncountasync executed in 1.00 seconds.\n");
	assert_program(
		"countsync",
		"One\nTwo\nOne\nTwo\nOne\nTwo\ncountsync executed in 3.00 seconds.\n");
}

/* The tasks take as long as the longest of them, and not as long as all together. */
static void so_they_do_by_the_wall_clock(void **state)
{
	const char *under = getenv("RUN_UNDER");
	char text[200] = "", command[300];

	unsetenv("ASYNCIO_CLOCK");
	fflush(NULL);
	snprintf(command, sizeof command, "%s %s/countsync | tail -n 1",
	         under == NULL ? "" : under, PROGRAMS);
	FILE *sync = popen(command, "r");
	assert_non_null(sync);
	assert_int_equal(run_program("countasync"), 0);
	assert_non_null(fgets(text, sizeof text, sync));
	pclose(sync);
	assert_compared(seconds_of(program_output), >=, 1);
	assert_compared(seconds_of(text), >=, 3);
	assert_true(seconds_of(program_output) < seconds_of(text) - 1 ||
	            served_under_something());
}

static void gather_keeps_the_order(void **state)
{
	assert_program(
		"gather",
		"starting main\nwaiting for phases to complete\nin phase1\nin phase2\n"
		"done with phase2\ndone with phase1\n"
		"results: ['phase1 result', 'phase2 result']\n");
}

static void wait_waits_for_all(void **state)
{
	assert_program(
		"wait",
		"starting main\nwaiting for phases to complete\nin phase 0\n"
		"in phase 1\nin phase 2\ndone with phase 0\ndone with phase 1\n"
		"done with phase 2\n"
		"results: ['phase 0 result', 'phase 1 result', 'phase 2 result']\n");
	assert_prints("wait --phases 1",
	              "starting main\nwaiting for phases to complete\nin phase 0\n"
	              "done with phase 0\nresults: ['phase 0 result']\n");
	assert_refuses("wait --phases 0");
	assert_refuses("wait --phases 101");
}

static void as_completed_takes_them_as_they_come(void **state)
{
	assert_program(
		"as_completed",
		"starting main\nwaiting for phases to complete\nin phase 0\n"
		"in phase 1\nin phase 2\ndone with phase 2\n"
		"received answer 'phase 2 result'\ndone with phase 1\n"
		"received answer 'phase 1 result'\ndone with phase 0\n"
		"received answer 'phase 0 result'\n"
		"results: ['phase 2 result', 'phase 1 result', 'phase 0 result']\n");
	assert_prints(
		"as_completed --phases 7",
		"starting main\nwaiting for phases to complete\nin phase 0\n"
		"in phase 1\nin phase 2\nin phase 3\nin phase 4\nin phase 5\n"
		"in phase 6\ndone with phase 5\ndone with phase 6\n"
		"received answer 'phase 5 result'\nreceived answer 'phase 6 result'\n"
		"done with phase 4\nreceived answer 'phase 4 result'\n"
		"done with phase 3\nreceived answer 'phase 3 result'\n"
		"done with phase 2\nreceived answer 'phase 2 result'\n"
		"done with phase 1\nreceived answer 'phase 1 result'\n"
		"done with phase 0\nreceived answer 'phase 0 result'\n"
		"results: ['phase 5 result', 'phase 6 result', 'phase 4 result', 'phase "
		"3 result', 'phase 2 result', 'phase 1 result', 'phase 0 result']\n");
	assert_refuses("as_completed --phases many");
}

/* What becomes of the slow one is told in the steps that follow. */
static void bad_news_is_heard_sooner_from_a_gather(void **state)
{
	run_virtual("bad_news");
	assert_printed("in order: heard after 10 s, tasks left: 0\n"
	               "gathered: heard after 1 s, tasks left: 1\n");
	assert_answers_for_its_arguments("bad_news");
}

TESTS(T(countasync_takes_a_second_and_countsync_three), T(so_they_do_by_the_wall_clock),
      T(gather_keeps_the_order), T(wait_waits_for_all),
      T(as_completed_takes_them_as_they_come), T(bad_news_is_heard_sooner_from_a_gather))
