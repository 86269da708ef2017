/* single_flight.c - a call that all wait for and none owns. An await would hand the
 * request of a cancelled task down to the call, and take the call from all others.
 * asyncio_wait borrows a future, and cancels nothing; so it is left to us to say when
 * the call is not wanted any more: when the last task that waits for it leaves.
 *
 * Each waiting task has a reference of its own, because the flight may have the next
 * call by the time it goes on. For the same reason it counts itself out only if the
 * flight still has the call that it has waited for.
 *
 * Another way: await(asyncio_shield(task), result). The shield takes the request, and the
 * call runs on. It allocates a future for each waiting task, and the count is still
 * needed. */
#include "single_flight.h"

#include <errno.h>

/* The running task does not wait for the call any more. Returns whether it was the last
 * one: then the flight has no call. */
static bool flight_leave(Flight *flight, Task *task)
{
	if (flight->task != task || --flight->waiting > 0)
		return false;
	future_unref(flight->task);
	flight->task = NULL;
	return true;
}

/* Begins a call, if none is on its way. Returns a new reference to the call. */
static Task *flight_join(Flight *flight, CoroutineFn *fn, void *arg)
{
	if (future_done(flight->task)) {
		future_unref(flight->task);
		*flight = (Flight){ .task = asyncio_create_task(fn, arg) };
	}
	flight->waiting += flight->task != NULL;
	return future_ref(flight->task);
}

int flight_call(Flight *flight, CoroutineFn *fn, void *arg, void **result)
{
	Task *task = flight_join(flight, fn, arg);

	*result = NULL;
	if (task == NULL)
		return -ENOMEM;
	ssize_t waited = asyncio_wait(&task, 1, -1, ALL_COMPLETED);
	bool last = flight_leave(flight, task);
	if (waited > 0)
		return await(task, result);
	if (!last) {
		future_unref(task);
		return (int)waited;
	}
	task_cancel(task);
	int ended = await(task, NULL); /* however it ends: no task wants it any more */
	(void)ended;
	return (int)waited;
}
