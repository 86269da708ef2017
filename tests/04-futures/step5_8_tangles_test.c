/* Rung 4.5.8: groups in groups whose tasks wait for each other in a circle. */
#include "groups.h"

static Loop *loop;

static int awaits(void *task, void **result)
{
	int error = future_wait(task);

	trace("%s", why(error));
	return error;
}

/* The innermost waits for the outermost, which waits for its group. */
static int has_a_child_that_awaits(void *grandparent, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, awaits, grandparent);
	return leave(&group, 0);
}

static int has_a_child_that_has_one(void *slot, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	*(Task **)slot = future_ref(
		child(&group, has_a_child_that_awaits, asyncio_current_task()));
	return leave(&group, 0);
}

static int awaits_it(void *slot, void **result)
{
	succeeds(asyncio_sleep(0));
	return awaits(*(Task **)slot, result);
}

/* The task that awaits the one in the middle is closed first, and lets that one go first:
 * so it is closed before its parent, which its child lets go first. */
static void closes_a_circle(void)
{
	Task *middle = NULL;

	setenv("ASYNCIO_CLOCK", "virtual", 1);
	loop = asyncio_new_event_loop();
	Task *first = loop_create_task(loop, awaits_it, &middle),
	     *outermost = loop_create_task(loop, has_a_child_that_has_one, &middle);
	for (int i = 0; i < 5; i++) {
		loop_stop(loop);
		succeeds(loop_run_forever(loop));
	}
	loop_close(loop);
	printf("%s %s %s, %zu left\n", why(future_result(first, NULL)),
	       why(future_result(outermost, NULL)), why(future_result(middle, NULL)),
	       asyncio_all_tasks(loop, NULL, 0));
	task_detach(first);
	task_detach(outermost);
	future_unref(middle);
	loop_free(loop);
}

static void a_circle_through_groups_is_closed(void **state)
{
	assert_int_equal(run_child(closes_a_circle), 0);
	assert_printed("task 'Task-2' waits although its loop is closed: it is "
	               "abandoned\n");
	assert_printed("ECANCELED ECANCELED ECANCELED, 0 left\n");
	assert_null(strstr(program_output, "task 'Task-3' waits although"));
}

TESTS(T(a_circle_through_groups_is_closed))
