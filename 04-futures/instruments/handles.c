/* handles.c - handles whose storage goes while they are still somewhere. */
#include "handles.h"
#include "report.h"
#include "stacks.h"


/* How many handles of each place are looked at, and how many bytes below the stack
 * pointer may still be in use. */
enum { MOST_HANDLES = 1000, RED_ZONE = 128 };

/* ==== Given: what debug mode sees ==== */

/* Returns whether it lies in the stack of the task, where nothing is in use. */
static bool handle_is_lost(const TaskObject *task, const Handle *handle)
{
	size_t used = task_stack_used(task);
	const char *end = (const char *)task - used - RED_ZONE;

	if (!task_stack_has(task, handle) || handle == &task->step)
		return false;
	return task->finished || (used > 0 && (const char *)(handle + 1) <= end);
}

static void handle_report(TaskObject *task, Handle *handle, const char *where)
{
	report_sentence("task '%s': a handle that is %s was a local variable of a "
	                "function that has returned: it is taken back",
	                task_get_name(&task->future), where);
	handle_cancel(handle);
}

static void list_check(TaskObject *task, Links *list, const char *where)
{
	Links *links = list->next, *next;

	for (int i = 0; i < MOST_HANDLES && links != list; i++, links = next) {
		Handle *handle = container_of(links, Handle, links);
		next = links->next;
		if (handle_is_lost(task, handle))
			handle_report(task, handle, where);
	}
}

void task_check_handles(TaskObject *task)
{
	Loop *loop = task->future.loop;

	if (loop->closed)
		return;
	list_check(task, &loop->ready, "ready");
	list_check(task, &loop->soonest, "a timer");
	for (size_t i = 0; i < MOST_HANDLES && i < loop->n_timers; i++) {
		if (handle_is_lost(task, loop->timers[i].handle))
			handle_report(task, loop->timers[i].handle, "a timer");
	}
}
