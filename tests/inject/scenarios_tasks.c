/* scenarios_tasks.c - futures, tasks and runs: chapter 4. */
#include "scenario.h"

static double tenth = 0.1, second = 1, forever = INFINITY;

/* ==== Futures ==== */

COROUTINE_SCENARIO(loop_create_future, "future_done future_ref future_unref")
{
	Future *future = loop_create_future(running());

	require(future == NULL || !future_done(future));
	int error = future == NULL ? -ENOMEM : 0;
	future_unref(future_ref(future));
	future_unref(future);
	return error;
}

COROUTINE_SCENARIO(future_set_result, "future_result future_set_error")
{
	Future *future = loop_create_future(running()), *failed;
	void *value = NULL;

	TRY(future_result(future, NULL) == -ENOMEM ? -ENOMEM : 0);
	TRY(future_set_result(future, "a value"));
	TRY(await(future, &value));
	printf("%s\n", (char *)value);
	failed = loop_create_future(running());
	if (failed == NULL)
		return -ENOMEM;
	TRY(future_set_error(failed, -EIO));
	int error = await(failed, NULL);
	return error == -EIO ? 0 : error;
}

COROUTINE_SCENARIO(future_cancel, "future_cancelled")
{
	Future *future = loop_create_future(running());
	int error = future == NULL ? -ENOMEM : 0;

	require(future_cancel(future) == (future != NULL));
	require(future_cancelled(future) == (future != NULL));
	future_unref(future);
	return error;
}

COROUTINE_SCENARIO(future_add_done_callback, "")
{
	Future *future = loop_create_future(running());
	int called = 0;
	Handle done = HANDLE(count, &called);

	TRY(future_add_done_callback(future, &done));
	if (future != NULL)
		future_set_result(future, NULL);
	int error = asyncio_sleep(0);
	printf("called %d\n", called);
	handle_cancel(&done);
	int status = future_result(future, NULL);
	future_unref(future);
	return error < 0 ? error : status;
}

/* ==== Tasks ==== */

COROUTINE_SCENARIO(asyncio_create_task,
                   "await asyncio_current_task task_set_name task_get_name")
{
	void *value = NULL;
	Task *task = asyncio_create_task(sleeper, &tenth);

	task_set_name(task, "ada");
	require(task == NULL || strcmp(task_get_name(task), "ada") == 0);
	require(asyncio_current_task() != NULL && asyncio_current_task() != task);
	TRY(await(task, &value));
	require(value == &tenth);
	return 0;
}

COROUTINE_SCENARIO(loop_create_task, "future_wait")
{
	Task *task = loop_create_task(running(), sleeper, &tenth);
	int error = future_wait(task);

	future_unref(task);
	return error;
}

COROUTINE_SCENARIO(loop_create_task_sized, "")
{
	return await(loop_create_task_sized(running(), sleeper, &tenth, 1 << 20), NULL);
}

COROUTINE_SCENARIO(asyncio_sleep, "")
{
	TRY(asyncio_sleep(0));
	TRY(asyncio_sleep(0.5));
	printf("slept\n");
	return 0;
}

COROUTINE_SCENARIO(asyncio_all_tasks, "task_detach")
{
	Task *tasks[4];
	Task *made = asyncio_create_task(sleeper, &tenth);
	size_t n = asyncio_all_tasks(running(), tasks, 4);

	require(n == 1 + (size_t)(made != NULL));
	printf("%zu\n", n);
	TRY(made == NULL ? -ENOMEM : 0);
	task_detach(made);
	return asyncio_sleep(1);
}

COROUTINE_SCENARIO(task_cancel, "task_cancelling")
{
	Task *task = asyncio_create_task(sleeper, &forever);

	TRY(asyncio_sleep(0));
	require(task_cancel(task) == (task != NULL));
	require(task == NULL || task_cancelling(task) == 1);
	int error = await(task, NULL);
	return error == -ECANCELED ? 0 : error;
}

static int stubborn(void *arg, void **result)
{
	int error = asyncio_sleep(100);

	require(error == -ECANCELED);
	task_uncancel(asyncio_current_task());
	return asyncio_sleep(0.1);
}

COROUTINE_SCENARIO(task_uncancel, "")
{
	Task *task = asyncio_create_task(stubborn, NULL);

	TRY(asyncio_sleep(0));
	task_cancel(task);
	return await(task, NULL);
}

/* A generator that a task consumes: its body awaits. */
static int tick(void *arg, void **result)
{
	for (intptr_t i = 1; i < 4; i++) {
		TRY(asyncio_sleep(0.1));
		TRY(generator_yield((void *)i, NULL));
	}
	return 0;
}

COROUTINE_SCENARIO(await, "")
{
	Generator *ticks = generator_new(tick, NULL);
	void *value;
	int status;

	while ((status = generator_next(ticks, &value)) > 0)
		printf("%zd\n", (ssize_t)(intptr_t)value);
	generator_free(ticks);
	return status;
}

/* ==== Runs ==== */

static int leaves_tasks(void *arg, void **result)
{
	Task *tasks[3];

	for (int i = 0; i < 3; i++)
		tasks[i] = asyncio_create_task(sleeper, i == 0 ? &forever : &second);
	int error = asyncio_sleep(0.1);
	for (int i = 0; i < 3; i++) {
		error = tasks[i] == NULL ? -ENOMEM : error;
		future_unref(tasks[i]);
	}
	*result = "a result";
	return error;
}

SCENARIO(asyncio_run, "")
{
	void *value = NULL;
	int error = asyncio_run(leaves_tasks, NULL, &value);

	printf("%s\n", value == NULL ? "nothing" : (char *)value);
	return error;
}

static int deadlock(void *arg, void **result)
{
	return asyncio_sleep(INFINITY);
}

SCENARIO(loop_run_until_complete, "")
{
	errno = 0;
	Loop *loop = asyncio_new_event_loop();

	if (loop == NULL)
		return errno == 0 ? -ENOMEM : -errno;
	Task *task = loop_create_task(loop, sleeper, &tenth);
	int error = loop_run_until_complete(loop, task, NULL);
	Task *stuck = loop_create_task(loop, deadlock, NULL);
	int status = loop_run_until_complete(loop, stuck, NULL);
	future_unref(stuck);
	loop_free(loop);
	return error < 0 ? error : status == -EDEADLK ? 0 : status;
}

/* Without memory for the tree a list is printed, which cannot fail. */
COROUTINE_SCENARIO(asyncio_print_tasks, "")
{
	FILE *nowhere = fopen("/dev/null", "w");

	if (nowhere == NULL)
		return -errno;
	Task *task = asyncio_create_task(sleeper, &tenth);
	asyncio_print_tasks(running(), nowhere);
	fclose(nowhere);
	return task == NULL ? -ENOMEM : await(task, NULL);
}
