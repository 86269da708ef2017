/* Rung 5.5.2: programs with threads. They take real time, whatever the clock says. */
#include "../04-futures/programs.h"

#include "../03-nonblocking-server/serving.h"

static int run_in_real_time(const char *command)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	return run_in_time(command);
}

/* What blocked says of one way: how long it took, and how long all others waited. */
typedef struct Measure {
	double takes, others_wait;
} Measure;

static Measure measure_of(const char *way)
{
	const char *line = strstr(program_output, way);
	Measure measure = { -1, -1 };
	double processors;

	if (line != NULL)
		sscanf(line + strlen(way), "%lf s %lf %lf s", &measure.takes, &processors,
		       &measure.others_wait);
	return measure;
}

static void blocked_holds_up_a_thread_or_all(void **state)
{
	assert_int_equal(run_in_real_time("blocked --millions 1"), 0);
	Measure task = measure_of("block twice, in the task");
	Measure threads = measure_of("block twice, on threads");
	assert_compared(task.takes, >=, 0.5);
	assert_compared(task.others_wait, >=, 0.5);
	assert_compared(threads.takes, >=, 0.25);
	assert_compared(threads.others_wait, >=, 0);
	assert_true(threads.takes < task.takes || served_under_something());
	assert_true(threads.others_wait < task.others_wait || served_under_something());
}

static void blocked_computes_in_both_places(void **state)
{
	assert_int_equal(run_in_real_time("blocked --millions 1"), 0);
	assert_compared(measure_of("compute twice, in the task").takes, >=, 0);
	assert_compared(measure_of("compute twice, on threads").takes, >=, 0);
	assert_int_equal(run_in_real_time("blocked --help"), 0);
	assert_printed("usage: blocked [--millions N]");
	assert_refuses("blocked --millions 0");
	assert_refuses("blocked now");
}

/* The limit is the same for the file that has an end and for the one that has none. On a
 * busy machine the first needs more time, too; but the second takes all of the limit, and
 * run_in_time does not wait for long. */
static void hash_files_stops_a_thread_half_way_and_goes_on(void **state)
{
	int limit = machine_slowness() < 2 ? 1000 : 2000; /* milliseconds */
	char command[100], expected[200];

	snprintf(command, sizeof command,
	         "hash_files --limit %d /dev/null /dev/zero /dev/null", limit);
	snprintf(expected, sizeof expected,
	         "cbf29ce484222325  /dev/null\n"
	         "/dev/zero: not hashed within %d ms, and the thread has stopped\n"
	         "cbf29ce484222325  /dev/null\n",
	         limit);
	assert_int_equal(run_in_real_time(command), 1);
	assert_text(program_output, expected);
}

static void hash_files_says_which_file_it_cannot_read(void **state)
{
	int status = run_in_real_time("hash_files --limit 3600000 "
	                              "/nobody/knows /dev/null");

	assert_int_equal(status, 1);
	assert_text(program_output, "/nobody/knows: No such file or directory\n"
	                            "cbf29ce484222325  /dev/null\n");
	assert_int_equal(run_in_real_time("hash_files --limit 3600000 /dev/null"), 0);
}

static void hash_files_answers_for_its_arguments(void **state)
{
	hash_files_says_which_file_it_cannot_read(state);
	assert_int_equal(run_in_real_time("hash_files --help"), 0);
	assert_printed("usage: hash_files [--limit MILLISECONDS] [FILE...]");
	assert_refuses("hash_files --limit 0");
	assert_refuses("hash_files --limit soon");
}

static void subprocess_numbers_the_lines_of_a_command(void **state)
{
	assert_int_equal(run_in_real_time("subprocess"), 0);
	assert_text(program_output, "1: one\n2: two\n3: three\nexit status 3\n");
	assert_int_equal(run_in_real_time("subprocess 'printf \"a\nb\"; kill -9 $$'"), 0);
	assert_text(program_output, "1: a\n2: b\nended by signal 9\n");
}

/* The command's end of the pipe blocks: it waits until there is room. */
static void subprocess_loses_nothing_of_a_long_output(void **state)
{
	assert_int_equal(run_in_real_time("subprocess "
	                             "'head -c 1000000 /dev/zero | tr \"\\0\" \"\n\"' | "
	                             "tail -n 2"),
	                 0);
	assert_text(program_output, "1000000: \nexit status 0\n");
}

TESTS(T(subprocess_numbers_the_lines_of_a_command),
      T(subprocess_loses_nothing_of_a_long_output), T(blocked_holds_up_a_thread_or_all),
      T(blocked_computes_in_both_places),
      T(hash_files_stops_a_thread_half_way_and_goes_on),
      T(hash_files_says_which_file_it_cannot_read),
      T(hash_files_answers_for_its_arguments))
