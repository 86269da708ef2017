/* Step 4.2: tasks with stacks of other sizes. */
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

TESTS(T(a_task_may_have_a_small_stack_or_a_large_one),
      T(a_task_with_a_stack_of_more_than_8_MiB_is_refused),
      T(a_closed_loop_refuses_those_tasks_too))
