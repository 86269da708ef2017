/* in_order.c - several calls run at the same time, and their results come out in the
 * order in which the calls were asked for.
 *
 * A page has twenty pictures. Four are fetched at a time, and shown in their order; so a
 * quick one may have to wait for a slow one before it. */
#include "in_order.h"

#include <errno.h>
#include <stdlib.h>

/* Has a task run order->fn(arg), from the next pass on. At most order->calls.maxsize
 * calls may be there, done or not, that no in_order_get has asked for yet. If there are
 * so many, waits until one of them has been asked for, and only then makes the task.
 * Fails as queue_put does, and then fn is never called with arg. */
int in_order_put(InOrder *order, void *arg)
{
	return 0;
}

/* Waits for the result of the oldest call that none has asked for yet, and returns what
 * fn returned, with its value in *value. Waits for a call, if there is none; -EPIPE:
 * there is none, and in_order_end says that none will come. If the task is cancelled
 * while it waits for a result, that call is cancelled, too, and in_order_get returns when
 * the call has ended. */
int in_order_get(InOrder *order, void **value)
{
	return 0;
}

/* No more calls will be asked for: in_order_put fails with -EPIPE from now on. Those
 * that are there can still be asked for. The caller asks for all of them, and then calls
 * queue_clear for order->calls. */
void in_order_end(InOrder *order)
{
}
