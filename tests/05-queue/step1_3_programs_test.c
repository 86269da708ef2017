/* Rung 5.1.3: the programs that put and get. */
#include "../04-futures/programs.h"
#include "../03-nonblocking-server/serving.h"
#include "reported.h"
#include "thread_count.h"

#include <unistd.h>

static void get_timeout_loses_nothing(void **state)
{
	assert_program("get_timeout", "wait_for: nothing for 0.5 seconds\n"
	                              "wait_for: an item after 0.3 seconds\n"
	                              "timeout: nothing for 0.5 seconds\n"
	                              "timeout: an item after 0.3 seconds\n"
	                              "wait: nothing for 0.5 seconds\n"
	                              "wait: an item after 0.3 seconds\n"
	                              "0 items are left\n");
}

/* What comes on stderr is heard, and what comes on stdout does not fit. */
static void a_full_disk_is_an_error_with_its_reason(void **state)
{
	get_timeout_loses_nothing(state); /* on a disk that is not full */
	assert_int_equal(run_virtual("one_place 2>&1 >/dev/full #"), 1);
	assert_text(program_output,
	            "one_place: cannot write: No space left on device\n");
	assert_int_equal(run_virtual("get_timeout 2>&1 >/dev/full #"), 1);
	assert_text(program_output,
	            "get_timeout: cannot write: No space left on device\n");
}

/* It gets what its selector needs, and no pipe. */
static void a_program_without_descriptors_says_so(void **state)
{
	get_timeout_loses_nothing(state); /* with descriptors */
	assert_needs_a_pipe("get_timeout", 4);
}

/* What stands after "<" are ten digits, which are never the same. */
static void hide_digits(void)
{
	char *to = program_output;

	for (const char *from = program_output; *from != '\0'; from++) {
		*to++ = *from;
		if (*from == '<' && strspn(from + 1, "0123456789abcdef") == 10) {
			memcpy(to, "HEX", 3);
			to += 3;
			from += 10;
		}
	}
	*to = '\0';
}

static void asyncq_is_over_after_29_seconds(void **state)
{
	assert_int_equal(run_virtual("asyncq -p 2 -c5"), 0);
	hide_digits();
	assert_text(program_output, "Producer 0 sleeping for 4 seconds.\n"
	                            "Consumer 0 sleeping for 4 seconds.\n"
	                            "Consumer 1 sleeping for 7 seconds.\n"
	                            "Consumer 2 sleeping for 4 seconds.\n"
	                            "Consumer 3 sleeping for 4 seconds.\n"
	                            "Consumer 4 sleeping for 8 seconds.\n"
	                            "Producer 0 added <HEX> to queue.\n"
	                            "Producer 0 sleeping for 10 seconds.\n"
	                            "Consumer 0 got element <HEX> in 0.00000 seconds.\n"
	                            "Consumer 0 sleeping for 7 seconds.\n"
	                            "Producer 0 added <HEX> to queue.\n"
	                            "Producer 0 sleeping for 8 seconds.\n"
	                            "Consumer 2 got element <HEX> in 0.00000 seconds.\n"
	                            "Consumer 2 sleeping for 4 seconds.\n"
	                            "Producer 0 added <HEX> to queue.\n"
	                            "Producer 0 sleeping for 7 seconds.\n"
	                            "Consumer 3 got element <HEX> in 0.00000 seconds.\n"
	                            "Consumer 3 sleeping for 1 seconds.\n"
	                            "Producer 0 added <HEX> to queue.\n"
	                            "Consumer 1 got element <HEX> in 0.00000 seconds.\n"
	                            "Consumer 1 sleeping for 6 seconds.\n"
	                            "Program completed in 29.00000 seconds.\n");
}

static void asyncq_with_five_and_ten_is_over_after_40(void **state)
{
	assert_int_equal(run_virtual("asyncq"), 0);
	assert_printed("Producer 0 sleeping for 4 seconds.\n"
	               "Producer 2 sleeping for 7 seconds.\n");
	assert_printed("Consumer 9 sleeping for 7 seconds.\n");
	assert_printed("Program completed in 40.00000 seconds.\n");
}

static void asyncq_has_as_many_consumers_as_one_wants(void **state)
{
	assert_int_equal(run_virtual("asyncq -p 5 -c 100 | tail -n 1"), 0);
	assert_printed("Program completed in ");
	assert_int_equal(run_virtual("asyncq -p 5 -c 1000 | tail -n 1"), 0);
	assert_printed("Program completed in ");
	assert_int_equal(run_virtual("asyncq -p 0 -c 0"), 0);
	assert_text(program_output, "Program completed in 0.00000 seconds.\n");
}

static void asyncq_tells_how_long_things_lay_about(void **state)
{
	assert_int_equal(run_virtual("asyncq --sync"), 0);
	assert_printed("Program completed in 300.00000 seconds.\n\n"
	               "One after the other: 28 items, which lay waiting for 149.6 "
	               "seconds each, the longest for 171.0; 300.0 seconds in all\n"
	               "As tasks:            20 items, which lay waiting for 0.0 "
	               "seconds each, the longest for 0.0; 40.0 seconds in all\n");
	assert_int_equal(run_virtual("asyncq --sync -p 0"), 0);
	assert_printed("As tasks:            0 items, which lay waiting for 0.0");
}

static void asyncq_refuses_what_makes_no_sense(void **state)
{
	assert_int_equal(run_virtual("asyncq --help"), 0);
	assert_printed("usage: asyncq [-p N] [-c N] [--seed N] [--sync]\n");
	assert_refuses("asyncq -p");
	assert_refuses("asyncq -p two");
	assert_refuses("asyncq -p-2");
	assert_refuses("asyncq -c 1000000");
	assert_refuses("asyncq -x 2");
	assert_refuses("asyncq --seed -1");
	assert_refuses("asyncq 5");
	assert_int_equal(run_virtual("asyncq -p2 -c5 --seed=444 | tail -n 1"), 0);
	assert_printed("Program completed in 29.00000 seconds.\n");
}

/* How many lines have the word in them. */
static int lines_with(const char *word)
{
	int n = 0;

	for (const char *p = program_output; (p = strstr(p, word)) != NULL; p++)
		n++;
	return n;
}

/* The one is where the chapter begins, and is made of futures. */
static void one_place_loses_four_of_ten_and_a_queue_none(void **state)
{
	char expected[400];

	needs_thread_count();
	snprintf(expected, sizeof expected,
	         "10 made, 6 used, for 4 there was no place\n"
	         "deadlock: nothing can wake any of these any more\n"
	         "  task 'main' waits for task 'consumer' (stack: N KiB)\n"
	         "    task 'consumer' waits for future 1 (stack: N KiB)\n"
	         "one_place: %s\n",
	         strerror(EDEADLK));
	assert_int_equal(run_virtual("one_place"), 1);
	forget_stack_sizes();
	assert_text(program_output, expected);
	assert_answers_for_its_arguments("one_place");
	assert_int_equal(run_virtual("asyncq"), 0);
	assert_int_equal(lines_with(" added <"), 20);
	assert_int_equal(lines_with(" got element <"), 20);
}

TESTS(T(asyncq_is_over_after_29_seconds), T(asyncq_with_five_and_ten_is_over_after_40),
      T(asyncq_has_as_many_consumers_as_one_wants),
      T(asyncq_tells_how_long_things_lay_about), T(asyncq_refuses_what_makes_no_sense),
      T(one_place_loses_four_of_ten_and_a_queue_none), T(get_timeout_loses_nothing),
      T(a_full_disk_is_an_error_with_its_reason),
      T(a_program_without_descriptors_says_so))
