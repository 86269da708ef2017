/* Rung 4.2.4: the programs that are a run of one coroutine. */
#include "programs.h"

static void chain_phases_runs_one_after_the_other(void **state)
{
	assert_program(
		"chain_phases",
		"in outer\nwaiting for result1\nin phase1\nwaiting for result2\n"
		"in phase2\nreturn value: ('result1', 'result2 derived from result1')\n");
}

static void yield_from_phases_does_the_same_with_generators(void **state)
{
	assert_program(
		"yield_from_phases",
		"in outer\nwaiting for result1\nin phase1\nwaiting for result2\n"
		"in phase2\nreturn value: ('result1', 'result2 derived from result1')\n");
}

static void future_await_awaits_what_a_callback_sets(void **state)
{
	assert_program("future_await",
	               "scheduling mark_done\nsetting future result to 'the result'\n"
	               "returned result: 'the result'\n");
}

static void create_task_shows_a_task_before_and_after(void **state)
{
	assert_program("create_task",
	               "creating task\nwaiting for <Task pending name='task_func'>\n"
	               "in task_func\ntask completed <Task finished name='task_func'>\n"
	               "return value: 'the result'\n");
}

static void ensure_future_hands_a_task_on(void **state)
{
	assert_program("ensure_future",
	               "entering event loop\nstarter: creating task\n"
	               "starter: waiting for inner\ninner: starting\n"
	               "inner: waiting for <Task pending name='wrapped'>\nwrapped\n"
	               "inner: task returned 'result'\nstarter: inner returned\n");
}

static void async_generator_cleans_up_when_it_is_closed_early(void **state)
{
	assert_program("async_generator",
	               "tick\n5\ntick\n4\ntick\n3\ncountdown cleans up\n"
	               "the countdown is over\n");
	assert_prints(
		"async_generator --from 2",
		"tick\n2\ntick\n1\ncountdown cleans up\nthe countdown is over\ntick\n");
	assert_prints("async_generator --from 0",
	              "countdown cleans up\nthe countdown is over\ntick\ntick\ntick\n");
	assert_refuses("async_generator --from 101");
	assert_refuses("async_generator --until few");
}

TESTS(T(chain_phases_runs_one_after_the_other),
      T(yield_from_phases_does_the_same_with_generators),
      T(future_await_awaits_what_a_callback_sets),
      T(create_task_shows_a_task_before_and_after), T(ensure_future_hands_a_task_on),
      T(async_generator_cleans_up_when_it_is_closed_early))
