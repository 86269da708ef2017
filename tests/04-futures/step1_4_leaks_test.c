/* Rung 4.1.4: with ASYNCIO_DEBUG=1, futures to which there is still a reference. */
#include "core.h"
#include "reported.h"

/* For children: no asserts. */
static void start(void)
{
	setenv("ASYNCIO_DEBUG", "1", 1);
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	setvbuf(stdout, NULL, _IONBF, 0);
	loop = asyncio_new_event_loop();
}

static void forgets_futures(void)
{
	start();
	Future *kept = loop_create_future(loop), *gone = loop_create_future(loop);
	printf("%d\n", __LINE__ - 1);
	future_unref(gone);
	Future *early = loop_create_future(loop);
	future_set_result(early, NULL);
	future_unref(early);
	loop_close(loop);
	future_unref(kept);
	loop_free(loop);
}

static void a_future_that_is_left_when_its_loop_is_closed_is_named(void **state)
{
	char expected[200];
	int line = 0;

	assert_int_equal(run_child(forgets_futures), 0);
	assert_int_equal(sscanf(program_output, "%d", &line), 1);
	snprintf(expected, sizeof expected,
	         "%d\na future made in step1_4_leaks_test.c:%d still exists when its "
	         "loop is closed\n",
	         line, line);
	forget_what_held();
	assert_text(program_output, expected);
}

TESTS(T(a_future_that_is_left_when_its_loop_is_closed_is_named))
