/* waiters.c - wait queues: tasks that wait in the order in which they came. */
#include "waiters.h"

#include <errno.h>

static bool waiter_is_in_vain(const Loop *loop); /* rung 5.1.7 */

/* ==== 5.1.1: a wait queue ==== */

/* Returns the waiter whose member links this is. */
static Waiter *waiter_of(Links *links)
{
	return container_of(links, Waiter, links);
}

/* Makes a waiter that is in no wait queue and does not count as woken: its future is
 * pending, and its links.next is NULL: the caller of waiters_wait asks waiter_was_woken
 * about it, and that must be false. Returns error, for the caller to return. */
static int waiter_refused(Waiter *waiter, int error)
{
	waiter->future.state = FUTURE_PENDING;
	waiter->links.next = NULL;
	return error;
}

/* Refuses the waiter with -EPERM if no task is running, and with -EINVAL if the first
 * waiter in the wait queue belongs to another loop than the running task. A wait queue
 * that is zeroed is made an empty list. The waiter's future becomes one of this kind and
 * of the task's loop, whose value is the wait queue, for reports; and the waiter joins
 * the end of the wait queue, unless waiter_is_in_vain: then it is in none. Returns 0. */
int waiter_join(Waiter *waiter, Links *waiters, const FutureKind *kind)
{
	if (task_running == NULL)
		return waiter_refused(waiter, -EPERM);
	Loop *loop = task_running->future.loop;
	if (waiters->next == NULL)
		list_init(waiters);
	if (!list_empty(waiters) && waiter_of(waiters->next)->future.loop != loop)
		return waiter_refused(waiter, -EINVAL);
	future_init(&waiter->future, loop, kind);
	waiter->future.value = waiters;
	if (waiter_is_in_vain(loop))
		waiter->links.next = NULL;
	else
		list_append(waiters, &waiter->links);
	return 0;
}

/* Takes the waiter out of its wait queue, if it is in one, and makes links.next NULL. */
void waiter_leave(Waiter *waiter)
{
	if (waiter->links.next != NULL)
		list_remove(&waiter->links);
	waiter->links.next = NULL;
}

/* The waiter whose future this is leaves its wait queue, so that it cannot be woken any
 * more. Returns what future_settle_cancelled returns. */
bool waiter_cancel(Future *future)
{
	waiter_leave(container_of(future, Waiter, future));
	return future_settle_cancelled(future);
}

/* Takes the first waiter out of the wait queue, which is not empty, and then settles its
 * future as finished with this status, without a value. */
static void waiters_settle_first(Links *waiters, int status)
{
	Waiter *waiter = waiter_of(waiters->next);

	waiter_leave(waiter);
	future_settle(&waiter->future, FUTURE_FINISHED, status, NULL);
}

bool waiters_wake_first(Links *waiters)
{
	waiters_settle_first(waiters, 0);
	return true;
}

bool waiters_wake_all(Links *waiters)
{
	bool some = waiters_wake(waiters);

	while (waiters_wake(waiters))
		;
	return some;
}

void waiters_refuse(Links *waiters, int error)
{
	while (!waiters_empty(waiters))
		waiters_settle_first(waiters, error);
}

/* ==== 5.1.7, may be skipped at first: a loop that is closed under waiting tasks ==== */

/* Returns whether the loop is closed. Then the wait will be refused at once. And a task
 * that insists on waiting is abandoned in the end, with its stack: a waiter on it must
 * not stay in a wait queue, where others would find it for ever. */
static bool waiter_is_in_vain(const Loop *loop)
{
	return loop->closed;
}
