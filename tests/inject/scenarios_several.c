/* scenarios_several.c - several futures at once, and limits on them: chapter 4. */
#include "scenario.h"

enum { MANY = 3 };

static double seconds[MANY] = { 0.3, 0.1, 0.2 };

/* A task for each; those that there was no memory for are NULL. */
static void tasks_new(Future *tasks[])
{
	for (int i = 0; i < MANY; i++)
		tasks[i] = asyncio_create_task(sleeper, &seconds[i]);
}

static int tasks_end(Future *tasks[], int error)
{
	for (int i = 0; i < MANY; i++) {
		int status = await(tasks[i], NULL);
		error = error < 0 ? error : status;
	}
	return error;
}

COROUTINE_SCENARIO(asyncio_gatherv, "")
{
	Future *tasks[MANY];
	void *results[MANY] = { NULL };
	int errors[MANY];

	tasks_new(tasks);
	TRY(await(asyncio_gatherv(tasks, MANY, results, NULL), NULL));
	for (int i = 0; i < MANY; i++)
		require(results[i] == &seconds[i]);
	tasks_new(tasks);
	TRY(await(asyncio_gatherv(tasks, MANY, results, errors), NULL));
	for (int i = 0; i < MANY; i++)
		TRY(errors[i]);
	return 0;
}

COROUTINE_SCENARIO(asyncio_wait, "")
{
	Future *tasks[MANY];

	tasks_new(tasks);
	ssize_t n = asyncio_wait(tasks, MANY, -1, FIRST_COMPLETED);
	if (n > 0)
		printf("%zd done\n", n);
	ssize_t m = n < 0 ? n : asyncio_wait(tasks, MANY, 0.15, ALL_COMPLETED);
	if (m > 0)
		printf("%zd done\n", m);
	return tasks_end(tasks, m < 0 ? (int)m : 0);
}

COROUTINE_SCENARIO(as_completed_next, "as_completed_close")
{
	Future *tasks[MANY], *next;
	int status, error = 0;

	tasks_new(tasks);
	AsCompleted it = { .futures = tasks, .n = MANY, .timeout = 0.25 };
	while ((status = as_completed_next(&it, &next)) == 1)
		printf("%.1f\n", *(double *)(next == NULL ? &seconds[0] : next->value));
	if (status < 0 && status != -ETIMEDOUT)
		error = status;
	as_completed_close(&it);
	return tasks_end(tasks, error);
}

COROUTINE_SCENARIO(asyncio_shield, "")
{
	Task *task = asyncio_create_task(sleeper, &seconds[0]);
	Future *shield = asyncio_shield(task);
	int error = shield == NULL ? -ENOMEM : 0;

	TRY(asyncio_sleep(0.1));
	future_cancel(shield);
	int status = await(shield, NULL);
	require(status == -ECANCELED || shield == NULL || task == NULL);
	status = await(task, NULL);
	return error < 0 ? error : status;
}

COROUTINE_SCENARIO(asyncio_wait_for, "")
{
	void *value = NULL;

	TRY(asyncio_wait_for(asyncio_create_task(sleeper, &seconds[1]), 1, &value));
	require(value == &seconds[1]);
	int error = asyncio_wait_for(asyncio_create_task(sleeper, &seconds[0]), 0.1,
	                             NULL);
	return error == -ETIMEDOUT ? 0 : error;
}

COROUTINE_SCENARIO(timeout_enter, "timeout_exit timeout_reschedule timeout_expired")
{
	Timeout timeout = { 0 };
	int error = timeout_enter(&timeout, 0.5);

	if (error == 0)
		error = timeout_reschedule(&timeout, loop_time(running()) + 0.2);
	if (error == 0)
		error = asyncio_sleep(1);
	error = timeout_exit(&timeout, error);
	require(timeout_expired(&timeout) == (error == -ETIMEDOUT));
	return error == -ETIMEDOUT ? 0 : error;
}

COROUTINE_SCENARIO(taskgroup_create_task, "taskgroup_enter taskgroup_exit")
{
	TaskGroup group = { 0 };

	TRY(taskgroup_enter(&group));
	for (int i = 0; i < MANY; i++)
		taskgroup_create_task(&group, sleeper, &seconds[i]);
	int error = taskgroup_exit(&group, 0);
	printf("group: %d errors\n", (int)group.errors);
	return error;
}

static int fails(void *arg, void **result)
{
	TRY(asyncio_sleep(0.05));
	return -EIO;
}

COROUTINE_SCENARIO(taskgroup_exit, "")
{
	TaskGroup group = { 0 };

	TRY(taskgroup_enter(&group));
	taskgroup_create_task(&group, sleeper, &seconds[0]);
	taskgroup_create_task(&group, fails, NULL);
	int error = taskgroup_exit(&group, 0);
	printf("group: %d errors\n", (int)group.errors);
	return error == -EIO ? 0 : error;
}
