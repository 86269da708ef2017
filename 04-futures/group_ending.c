/* group_ending.c - a group that ends refuses tasks; and when the loop is closed, it must
 * end its own at once. */
#include "group_ending.h"

#include <errno.h>

/* ==== 4.5.3: a group that ends takes no more tasks ==== */

static const FutureKind refused_kind = { "a task that was refused",
	                                 future_settle_cancelled, NULL, true, NULL };

/* Returns what the caller borrows in place of a child: a future of refused_kind, of the
 * running task's loop or else the running loop, that has failed with error (it is
 * FINISHED, even with -ECANCELED: nobody has cancelled it); NULL if no loop is running.
 * All of them would be alike, so each thread has one for each of the three errors that
 * group_refusal returns (-EINVAL, -ECANCELED, -ESHUTDOWN), which is never freed, and is
 * made anew by each call. */
Task *group_refuse(int error)
{
	static _Thread_local Future refused[3];
	Future *child = &refused[error == -EINVAL ? 0 : error == -ECANCELED ? 1 : 2];
	Task *task = asyncio_current_task();
	Loop *loop = task != NULL ? task->loop : asyncio_get_running_loop();

	if (loop == NULL)
		return NULL;
	future_init(child, loop, &refused_kind);
	future_settle(child, FUTURE_FINISHED, error, NULL);
	return child;
}

/* ==== 4.5.8, may be skipped at first: a loop that is closed around a group ==== */

/* If the child has not finished, moves its handle closing to the front of loop->closing.
 * Then takes the first handle there out and calls it, again and again, until the child
 * has finished. (A task that is called ends; but if it waits for another task, it may
 * put that one and then itself in front instead.) Returns true then. But a child whose
 * handle closing is nowhere (leave is NULL) is being closed already, and waits, through
 * other tasks, for its own parent: then does nothing, and returns false. */
bool group_close_child(TaskObject *child)
{
	Links *closing = &child->future.loop->closing;

	if (!future_done(&child->future)) {
		if (child->closing.leave == NULL)
			return false;
		handle_cancel(&child->closing);
		handle_append(closing->next, &child->closing);
	}
	while (!future_done(&child->future)) {
		Handle *first = container_of(closing->next, Handle, links);
		handle_cancel(first);
		first->fn(first->arg);
	}
	return true;
}
