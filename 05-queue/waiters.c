/* waiters.c - tasks that wait in line. */
#include "waiters.h"

#include <errno.h>

/* ==== Step 5.1: a queue ==== */

static Waiter *waiter_of(Links *links)
{
	return container_of(links, Waiter, links);
}

/* It is in no line, and has not been woken. Returns error. */
static int waiter_refused(Waiter *waiter, int error)
{
	waiter->future.state = FUTURE_PENDING;
	waiter->links.next = NULL;
	return error;
}

/* When the loop is closed the wait will be refused, and who insists is abandoned in it:
 * such a waiter must not stay in any line. */
int waiter_join(Waiter *waiter, Links *line, const FutureKind *kind)
{
	if (task_running == NULL)
		return waiter_refused(waiter, -EPERM);
	Loop *loop = task_running->future.loop;
	if (line->next == NULL)
		list_init(line);
	if (!list_empty(line) && waiter_of(line->next)->future.loop != loop)
		return waiter_refused(waiter, -EINVAL);
	future_init(&waiter->future, loop, kind);
	waiter->future.value = line; /* for reports */
	if (loop->closed)
		waiter->links.next = NULL;
	else
		list_append(line, &waiter->links);
	return 0;
}

void waiter_leave(Waiter *waiter)
{
	if (waiter->links.next != NULL)
		list_remove(&waiter->links);
	waiter->links.next = NULL;
}

bool waiter_cancel(Future *future)
{
	waiter_leave(container_of(future, Waiter, future));
	return future_settle_cancelled(future);
}

/* Takes the first waiter out of the line and settles its future. There is one. */
static void waiters_settle_first(Links *line, int status)
{
	Waiter *waiter = waiter_of(line->next);

	waiter_leave(waiter);
	future_settle(&waiter->future, FUTURE_FINISHED, status, NULL);
}

bool waiters_wake_first(Links *line)
{
	waiters_settle_first(line, 0);
	return true;
}

bool waiters_wake_all(Links *line)
{
	bool some = waiters_wake(line);

	while (waiters_wake(line))
		;
	return some;
}

void waiters_refuse(Links *line, int error)
{
	while (!waiters_empty(line))
		waiters_settle_first(line, error);
}
