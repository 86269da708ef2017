/* Rung 4.4.9: chains of tasks that are left over. */
#include "core.h"

static int link_of_chain(void *next, void **result)
{
	return next == NULL ? asyncio_sleep(3600) : await(next, result);
}

/* The requests go down the chain from its head, so each task gets one. */
static int link_that_tells(void *next, void **result)
{
	int status = link_of_chain(next, result);

	printf("%s, requests: %d\n", why(status),
	       task_cancelling(asyncio_current_task()));
	return status;
}

static int leaves_a_chain_that_tells(void *unused, void **result)
{
	Task *head = NULL;

	for (int i = 0; i < 3; i++)
		head = asyncio_create_task(link_that_tells, head);
	task_detach(head);
	return asyncio_sleep(1);
}

static void leaves_three(void)
{
	run_virtually(leaves_a_chain_that_tells, NULL);
}

static void each_task_of_a_chain_that_is_left_over_is_cancelled_once(void **state)
{
	assert_int_equal(run_child(leaves_three), 0);
	assert_int_equal(printed("ECANCELED, requests: 1\n"), 3);
}

TESTS(T(each_task_of_a_chain_that_is_left_over_is_cancelled_once))
