/* Rung 4.2.6: tasks with stacks of other sizes. */
#include "core.h"

/* Takes much of a stack, deep below the place where it then waits. */
static long use(size_t bytes)
{
	volatile char frame[1024];

	frame[0] = 1;
	return bytes < 1024 ? frame[0] : use(bytes - 1024) + frame[0];
}

static int uses_half(void *arg, void **result)
{
	size_t size = *(size_t *)arg;
	int error = asyncio_sleep(0);

	*result = arg;
	return use(size / 2) > 0 ? error : -EIO;
}

static void a_task_may_have_a_small_stack_or_a_large_one(void **state)
{
	size_t sizes[] = { 16 * 1024, 64 * 1024, 1024 * 1024, 8 * 1024 * 1024 };
	void *value = NULL;

	begin();
	for (int i = 0; i < 4; i++) {
		Task *task =
			loop_create_task_sized(loop, uses_half, &sizes[i], sizes[i]);
		assert_int_equal(loop_run_until_complete(loop, task, &value), 0);
		assert_ptr_equal(value, &sizes[i]);
	}
	loop_free(loop);
}

static void a_task_with_a_stack_of_more_than_8_MiB_is_refused(void **state)
{
	size_t size = 0;

	begin();
	Task *task = loop_create_task_sized(loop, uses_half, &size, 8 * 1024 * 1024 + 1);
	assert_int_equal(future_result(task, NULL), -EINVAL);
	future_unref(task);
	assert_null(loop_create_task_sized(NULL, uses_half, &size, 64 * 1024));
	loop_free(loop);
}

static void a_closed_loop_refuses_those_tasks_too(void **state)
{
	size_t size = 0;

	begin();
	loop_close(loop);
	Task *task = loop_create_task_sized(loop, uses_half, &size, 64 * 1024);
	assert_int_equal(future_result(task, NULL), -ESHUTDOWN);
	future_unref(task);
	loop_free(loop);
}

static int sleeps(void *unused, void **result)
{
	return asyncio_sleep(1);
}

enum { MADE_HERE = __LINE__ + 7 };

static void tells_where(void)
{
	setenv("ASYNCIO_DEBUG", "1", 1);
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	loop = asyncio_new_event_loop();
	task_detach(loop_create_task_sized(loop, sleeps, NULL, 64 * 1024));
	make_passes(1);
	asyncio_print_tasks(loop, stdout);
	loop_free(loop);
}

static void a_report_says_where_such_a_task_was_made(void **state)
{
	char made[80];

	assert_int_equal(run_child(tells_where), 0);
	snprintf(made, sizeof made, "made in step2_6_sized_test.c:%d)\n", MADE_HERE);
	assert_printed(made);
}

TESTS(T(a_task_may_have_a_small_stack_or_a_large_one),
      T(a_task_with_a_stack_of_more_than_8_MiB_is_refused),
      T(a_closed_loop_refuses_those_tasks_too),
      T(a_report_says_where_such_a_task_was_made))
