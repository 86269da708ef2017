/* map_limited.c - limit tasks, each of which takes the next thing when it has done its
 * last one. No count of running calls is needed, nor anything that wakes a waiting call:
 * a worker that is free takes, and what nobody has taken has not begun. The group does
 * the rest, because its rules are those that are wanted: an error cancels the siblings,
 * a request to the parent cancels all of them, and the exit waits for them. So the
 * workers may use what lies on this stack. What the group does not know is that a worker
 * makes many calls: a call that returns 0 although it was cancelled must not be followed
 * by another one. Therefore the worker asks whether it was cancelled.
 *
 * Another way: one task for each thing, and a semaphore (chapter 6) around the call. It
 * is shorter, but a thousand tasks need a thousand stacks although ten of them run. A
 * third way, which is often seen, is a gather of ten, then a gather of the next ten: then
 * nine wait for the slowest. */
#include "map_limited.h"

#include <errno.h>

typedef struct Map {
	CoroutineFn *fn;
	void **args, **results;
	size_t n, next;
} Map;

static int worker(void *arg, void **result)
{
	Map *map = arg;

	while (map->next < map->n && task_cancelling(asyncio_current_task()) == 0) {
		size_t i = map->next++;
		map->results[i] = NULL;
		int error = map->fn(map->args[i], &map->results[i]);
		if (error < 0) {
			map->next = map->n; /* nothing more is begun */
			return error;
		}
	}
	return 0;
}

int map_limited(CoroutineFn *fn, void *args[], void *results[], size_t n, size_t limit)
{
	Map map = { fn, args, results, n, 0 };
	TaskGroup group = { 0 };

	if (limit == 0)
		return -EINVAL;
	int error = taskgroup_enter(&group);
	if (error < 0)
		return error;
	for (size_t i = 0; i < limit && i < n; i++)
		taskgroup_create_task(&group, worker, &map);
	return taskgroup_exit(&group, 0);
}
