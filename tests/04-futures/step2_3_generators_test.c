/* Rung 4.2.3: generators that a task consumes may await, too. */
#include "core.h"

/* async def ticks(n): what it yields is consumed by the task that it awaits in. */
static int ticks(void *n, void **result)
{
	int status = 0;

	for (int i = 1; i <= *(int *)n && status == 0; i++) {
		status = asyncio_sleep(1);
		if (status == 0)
			status = generator_yield(&i, NULL);
	}
	trace("cleanup:%s", why(status));
	trace("%s", why(asyncio_sleep(0.5)));
	return status;
}

static int consumes(void *n, void **result)
{
	Generator *g = generator_new(ticks, n);
	void *value;

	while (generator_next(g, &value) == 1)
		trace("%d@%g", *(int *)value, loop_time(loop));
	generator_free(g);
	trace("end@%g", loop_time(loop));
	return 0;
}

static int counts(void *unused, void **result)
{
	for (int i = 0; i < 3; i++) {
		succeeds(asyncio_sleep(1));
		trace("other");
	}
	return 0;
}

static void a_generator_that_awaits_suspends_the_task_that_consumes_it(void **state)
{
	int n = 2;

	begin();
	task_detach(new_task(counts, NULL));
	assert_int_equal(coroutine_status(consumes, &n), 0);
	assert_trace("other 1@1 other 2@2 cleanup:ok ok end@2.5");
	assert_int_equal(loop_run_forever(loop), 0);
	loop_free(loop);
}

static int consumes_one(void *n, void **result)
{
	Generator *g = generator_new(ticks, n);
	void *value = NULL;

	succeeds(generator_next(g, &value));
	trace("%d", *(int *)value);
	trace("close:%d", generator_close(g));
	trace("@%g", loop_time(loop));
	generator_free(g);
	return 0;
}

static void one_that_is_closed_early_awaits_in_its_cleanup(void **state)
{
	int n = 9;

	begin();
	assert_int_equal(coroutine_status(consumes_one, &n), 0);
	assert_trace("1 cleanup:ECANCELED ok close:0 @1.5");
	loop_free(loop);
}

static int consumes_shared(void *generator, void **result)
{
	int status;
	void *value;

	while ((status = generator_next(generator, &value)) == 1)
		trace("%d", *(int *)value);
	trace("%s", why(status));
	trace("%s", why(generator_close(generator)));
	return 0;
}

static void two_tasks_cannot_drive_one_generator_at_once(void **state)
{
	int n = 2;

	begin();
	Generator *g = generator_new(ticks, &n);
	task_detach(new_task(consumes_shared, g));
	task_detach(new_task(consumes_shared, g));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("EBUSY EBUSY 1 2 cleanup:ok ok ok ok");
	generator_free(g);
	loop_free(loop);
}

static int takes_one(void *generator, void **result)
{
	void *value = NULL;
	int status = generator_next(generator, &value);

	trace("%d:%d@%g", status, value == NULL ? 0 : *(int *)value, loop_time(loop));
	return 0;
}

static void one_after_the_other_they_can(void **state)
{
	int n = 2;

	begin();
	Generator *g = generator_new(ticks, &n);
	for (int i = 0; i < 3; i++)
		assert_int_equal(coroutine_status(takes_one, g), 0);
	assert_trace("1:1@1 1:2@2 cleanup:ok ok 0:0@2.5");
	generator_free(g);
	loop_free(loop);
}

/* Outside of any task its cleanup cannot wait; it can end. */
static void outside_of_tasks_its_cleanup_is_refused_to_wait(void **state)
{
	int n = 2;

	begin();
	Generator *g = generator_new(ticks, &n);
	assert_int_equal(coroutine_status(takes_one, g), 0);
	generator_free(g);
	assert_trace("1:1@1 cleanup:ECANCELED EPERM");
	loop_free(loop);
}

static int inner(void *depth, void **result)
{
	int left = *(int *)depth - 1;
	Generator *g = left > 0 ? generator_new(inner, &left) : NULL;

	if (g != NULL)
		succeeds(generator_next(g, NULL));
	else
		succeeds(asyncio_sleep(1));
	generator_free(g);
	return 0;
}

static int nests(void *depth, void **result)
{
	inner(depth, NULL);
	trace("%s", task_get_name(asyncio_current_task()));
	return asyncio_sleep(0);
}

static void however_deep_inside_the_whole_task_waits(void **state)
{
	int depth = 100;

	begin();
	assert_int_equal(coroutine_status(nests, &depth), 0);
	assert_trace("Task-1");
	assert_compared(loop_time(loop), ==, 1);
	loop_free(loop);
}

TESTS(T(a_generator_that_awaits_suspends_the_task_that_consumes_it),
      T(one_that_is_closed_early_awaits_in_its_cleanup),
      T(two_tasks_cannot_drive_one_generator_at_once), T(one_after_the_other_they_can),
      T(outside_of_tasks_its_cleanup_is_refused_to_wait),
      T(however_deep_inside_the_whole_task_waits))
