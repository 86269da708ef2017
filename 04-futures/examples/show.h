/* show.h - prints tasks, and lists of texts, as the Python programs do. */
#ifndef SHOW_H
#define SHOW_H

#include "tasks.h"

#include <stdio.h>

static inline const char *task_state(const Task *task)
{
	if (future_cancelled(task))
		return "cancelled";
	if (future_done(task))
		return "finished";
	return task_cancelling(task) > 0 ? "cancelling" : "pending";
}

/* print(before, task). */
static inline void show_task(const char *before, const Task *task)
{
	printf("%s <Task %s name='%s'>\n", before, task_state(task), task_get_name(task));
}

/* print("results:", texts). */
static inline void show_results(void *texts[], size_t n)
{
	printf("results: [");
	for (size_t i = 0; i < n; i++)
		printf("%s'%s'", i == 0 ? "" : ", ", (const char *)texts[i]);
	printf("]\n");
}

#endif
