/* Rung 4.4.1: main is cancelled. */
#include "core.h"

static int cancels_itself(void *unused, void **result)
{
	task_cancel(asyncio_current_task());
	return asyncio_sleep(1);
}

static int cancels_another(void *task, void **result)
{
	succeeds(asyncio_sleep(1));
	printf("%d\n", task_cancel(task));
	return 0;
}

static int is_cancelled(void *unused, void **result)
{
	task_detach(asyncio_create_task(cancels_another, asyncio_current_task()));
	return asyncio_sleep(2);
}

static void cancels_main(void)
{
	run_virtually(cancels_itself, NULL);
	run_virtually(is_cancelled, NULL);
}

static void a_main_that_is_cancelled_returns_that(void **state)
{
	assert_int_equal(run_child(cancels_main), 0);
	assert_text(program_output, "ECANCELED:\n1\nECANCELED:\n");
}

TESTS(T(a_main_that_is_cancelled_returns_that))
