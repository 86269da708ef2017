/* in_order.c - a queue of tasks. The order is that of the queue, whatever the tasks do;
 * and the queue's limit is the limit of the calls. The one who takes a task out awaits
 * it.
 *
 * The task must not be made before there is room, or one call too many runs. But an item
 * must be there before queue_put can wait with it. So the item is a small struct, and the
 * task is put into it afterwards: between the end of queue_put and the next line no other
 * task runs, so no getter sees a call without its task.
 *
 * Another way: a fixed number of workers that take arguments from one queue, and set
 * futures that wait in a second queue. It makes a task for each worker and not for each
 * call, which costs less if there are many short calls; but then two queues have to be
 * shut down, and an argument must not get into one of them only. */
#include "in_order.h"

#include <errno.h>
#include <stdlib.h>

typedef struct Call {
	Task *task;
} Call;

int in_order_put(InOrder *order, void *arg)
{
	Call *call = malloc(sizeof *call);
	int error = call == NULL ? -ENOMEM : queue_put(&order->calls, call);

	if (error == 0)
		call->task = asyncio_create_task(order->fn, arg);
	else
		free(call);
	return error;
}

int in_order_get(InOrder *order, void **value)
{
	void *item;
	int error = queue_get(&order->calls, &item);

	*value = NULL;
	if (error < 0)
		return error;
	Task *task = ((Call *)item)->task;
	free(item);
	return await(task, value);
}

void in_order_end(InOrder *order)
{
	queue_shutdown(&order->calls, false);
}
