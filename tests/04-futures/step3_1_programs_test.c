/* Rung 4.3.1: the programs that gather. */
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

TESTS(T(countasync_takes_a_second_and_countsync_three), T(so_they_do_by_the_wall_clock),
      T(gather_keeps_the_order))
