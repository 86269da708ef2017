/* first_success.c - asyncio_wait with FIRST_COMPLETED and a limit of time is the whole
 * rule: it returns when an attempt has ended, or after the delay, and in both cases the
 * next one begins. It sorts the array, so the attempts that have failed stand at the
 * front, and only the rest is waited for.
 *
 * The end is where most solutions go wrong. The losers are cancelled all together and
 * then awaited, not one after the other, because each may take time to clean up. Each is
 * waited for with asyncio_wait before it is awaited. Only thus can be told whether the
 * -ECANCELED is the loser's, which was to be expected, or that of the running task,
 * which is not to be lost.
 *
 * Another way: a task group in which each attempt waits for its own delay, or for the
 * failure of the attempt before it, and where the winner cancels its siblings. */
#include "first_success.h"

#include <errno.h>
#include <stdlib.h>

typedef struct Race {
	Task **tasks; /* those that have failed come first */
	size_t begun, failed;
} Race;

/* Looks at the attempts that have ended now. Returns 0 if one has succeeded, and
 * otherwise the last error. */
static int race_look(Race *race, size_t done, void **result)
{
	int error = -EINPROGRESS;

	for (; done > 0 && error != 0; done--)
		error = future_result(race->tasks[race->failed++], result);
	return error;
}

static int race_run(Race *race, CoroutineFn *fn, void *args[], size_t n, double delay,
                    void **result)
{
	int error = -EINVAL;

	while (error != 0 && race->failed < n) {
		if (race->begun < n) {
			race->tasks[race->begun] = asyncio_create_task(fn,
			                                               args[race->begun]);
			race->begun++;
		}
		double limit = race->begun < n ? delay : -1;
		ssize_t done = asyncio_wait(race->tasks + race->failed,
		                            race->begun - race->failed, limit,
		                            FIRST_COMPLETED);
		if (done < 0)
			return (int)done;
		error = race_look(race, (size_t)done, result);
	}
	return error;
}

/* Returns status; or -ECANCELED, if the running task was cancelled meanwhile. */
static int race_end(Race *race, int status)
{
	for (size_t i = 0; i < race->begun; i++)
		task_cancel(race->tasks[i]);
	for (size_t i = 0; i < race->begun; i++) {
		ssize_t waited = asyncio_wait(&race->tasks[i], 1, -1, ALL_COMPLETED);
		int ended = await(race->tasks[i], NULL);
		(void)ended;
		if (waited < 0)
			status = (int)waited;
	}
	return status;
}

int first_success(CoroutineFn *fn, void *args[], size_t n, double delay, void **result)
{
	Race race = { .tasks = calloc(n, sizeof(Task *)) };

	*result = NULL;
	if (race.tasks == NULL)
		return -ENOMEM;
	int status = race_run(&race, fn, args, n, delay, result);
	status = race_end(&race, status);
	if (status < 0)
		*result = NULL;
	free(race.tasks);
	return status;
}
