/* 3.5.6: the demonstration. */
#include "serving.h"

/* The numbers in the row of a mode. */
static int read_row(const char *mode, unsigned long *turns, unsigned long *calls)
{
	char name[40];
	double cpu;

	snprintf(name, sizeof name, "\n%s ", mode);
	const char *row = strstr(program_output, name);
	if (row == NULL)
		return 0;
	return sscanf(row + strlen(name), "%lu %lu %lf", turns, calls, &cpu);
}

static void it_compares_the_three_and_ends_soon(void **state)
{
	unsigned long turns, calls;

	assert_int_equal(run_in_time("server --demo"), 0);
	assert_int_equal(read_row("busy", &turns, &calls), 3);
	assert_int_equal(read_row("tasks", &turns, &calls), 3);
	assert_int_equal(read_row("callbacks", &turns, &calls), 3);
}

static void who_waits_has_few_turns(void **state)
{
	unsigned long busy = 0, tasks = 0, callbacks = 0, calls;

	assert_int_equal(run_in_time("server --demo"), 0);
	assert_int_equal(read_row("busy", &busy, &calls), 3);
	assert_int_equal(read_row("tasks", &tasks, &calls), 3);
	assert_int_equal(read_row("callbacks", &callbacks, &calls), 3);
	assert_below(tasks, 100);
	assert_below(callbacks, 100);
	assert_compared(busy, >, tasks);
}

static void it_takes_no_notice_of_a_virtual_clock(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	assert_int_equal(run_in_time("server --demo"), 0);
	assert_printed("callbacks");
}

TESTS(T(it_compares_the_three_and_ends_soon), T(who_waits_has_few_turns),
      T(it_takes_no_notice_of_a_virtual_clock))
