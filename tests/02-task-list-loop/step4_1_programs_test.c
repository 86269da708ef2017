/* 2.4.1: the programs, which on the real clock would take their time. */
#include "events.h"
#include "testing.h"

#include <stdlib.h>
#include <string.h>

static int run_virtual(const char *command)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	assert_compared(time_perf_counter(), ==, 0);
	return run_program(command);
}

static void task_list_prints_what_the_notes_print(void **state)
{
	assert_int_equal(run_virtual("task_list"), 0);
	assert_printed(
		"count: 1\nchar: a\ncount: 2\nchar: b\ncount: 3\nchar: c\n"
		"count: 4\nchar: d\ncount: 5\nchar: e\ntask count finish\nchar: f\n");
	assert_printed("char: z\nchar: A\n");
	assert_printed("char: Z\ntask char finish\n");
	assert_int_equal(run_virtual("task_list now"), 2);
	assert_int_equal(run_virtual("task_list --now"), 2);
}

static void call_at_calls_at_its_times(void **state)
{
	assert_int_equal(run_virtual("call_at"), 0);
	assert_printed("entering event loop\nclock time: 1");
	assert_printed("loop  time: 0.000000\nregistering callbacks\n"
	               "callback 3 invoked at 0.000000\ncallback 2 invoked at 0.100000\n"
	               "callback 1 invoked at 0.200000\nclosing event loop\n");
	assert_int_equal(run_virtual("call_at noon"), 2);
}

static void chess_takes_twelve_hours_or_one(void **state)
{
	assert_int_equal(run_virtual("chess"), 0);
	assert_text(program_output, "one game after the other: 12.0 hours\n"
	                            "from table to table: 1.0 hours\n");
	assert_int_equal(run_virtual("chess --opponents 1"), 0);
	assert_printed(
		"one game after the other: 0.5 hours\nfrom table to table: 0.5 hours\n");
	assert_int_equal(run_virtual("chess --opponents 0"), 2);
	assert_int_equal(run_virtual("chess --hurry"), 2);
	assert_int_equal(run_virtual("chess --hurry 1001"), 2);
}

static void a_clock_that_there_is_not_is_ignored_with_a_sentence(void **state)
{
	static const char order[] = "callback invoked with 1 and default\n"
	                            "callback invoked with 2 and not default\n";
	static const char *const known[] = { "virtual", "real", "" };

	assert_int_equal(run_virtual("callbacks"), 0);
	for (int i = 0; i < 3; i++) {
		setenv("ASYNCIO_CLOCK", known[i], 1);
		assert_int_equal(run_program("callbacks"), 0);
		assert_null(strstr(program_output, "ASYNCIO_CLOCK"));
	}
	setenv("ASYNCIO_CLOCK", "vritual", 1);
	assert_int_equal(run_program("callbacks"), 0);
	assert_printed("ASYNCIO_CLOCK is virtual or real, not 'vritual': it is "
	               "ignored\n");
	assert_printed(order);
}

TESTS(T(task_list_prints_what_the_notes_print), T(call_at_calls_at_its_times),
      T(chess_takes_twelve_hours_or_one),
      T(a_clock_that_there_is_not_is_ignored_with_a_sentence))
