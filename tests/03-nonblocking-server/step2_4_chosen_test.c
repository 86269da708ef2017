/* 3.2.4: the selector is chosen by name. */
#include "events.h"
#include "selector_names.h"
#include "selectors.h"
#include "testing.h"

#include <stdlib.h>
#include <string.h>

static void go(void *loop)
{
	printf("runs\n");
	loop_stop(loop);
}

/* Two loops, one after the other, and the last one runs. */
static void make_two_loops(const char *name)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	setenv("ASYNCIO_SELECTOR", name, 1);
	loop_free(asyncio_new_event_loop());
	Loop *loop = asyncio_new_event_loop();
	if (loop == NULL || loop->selector == NULL)
		_Exit(1);
	Handle handle = HANDLE(go, loop);
	if (loop_call_later(loop, 0.001, &handle) < 0 || loop_run_forever(loop) < 0)
		_Exit(2);
	loop_free(loop);
}

static void choose_a_name_that_there_is_not(void)
{
	make_two_loops("pol");
}

static void a_selector_that_there_is_not_is_ignored_with_a_sentence(void **state)
{
	char expected[200] = "ASYNCIO_SELECTOR is ";

	for (int i = 0; i < SELECTOR_NAMES; i++)
		snprintf(expected + strlen(expected), sizeof expected - strlen(expected),
		         "%s%s", i == 0 ? "" : " or ", selector_names[i]);
	strcat(expected, ", not 'pol': it is ignored\nruns\n");
	assert_int_equal(run_child(choose_a_name_that_there_is_not), 0);
	assert_text(program_output, expected);
}

static void choose_none(void)
{
	make_two_loops("");
}

static void choose_the_best(void)
{
	make_two_loops(selector_names[0]);
}

static void an_empty_name_and_one_that_there_is_are_no_mistakes(void **state)
{
	assert_int_equal(run_child(choose_none), 0);
	assert_text(program_output, "runs\n");
	assert_int_equal(run_child(choose_the_best), 0);
	assert_text(program_output, "runs\n");
}

TESTS(T(a_selector_that_there_is_not_is_ignored_with_a_sentence),
      T(an_empty_name_and_one_that_there_is_are_no_mistakes))
