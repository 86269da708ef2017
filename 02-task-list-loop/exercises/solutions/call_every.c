/* call_every.c - the next timer is set for the deadline of this one plus the interval:
 * the handle still has it in when, because a handle keeps its deadline while it is
 * called. So no call adds its own lateness to the next one, and calls that were missed
 * come one after another, in one pass each, until the loop has caught up.
 *
 * The timer is set before fn is called. So fn can call every_cancel, and there is a
 * timer to cancel; the other way round fn would cancel nothing, and be called again. */
#include "call_every.h"

#include <errno.h>

static void every_call(void *arg)
{
	Every *every = arg;

	loop_call_at(every->loop, every->handle.when + every->interval, &every->handle);
	every->fn(every->arg);
}

int call_every(Loop *loop, double interval, Every *every)
{
	if (!(interval > 0))
		return -EINVAL;
	every->loop = loop;
	every->interval = interval;
	every->handle = (Handle)HANDLE(every_call, every);
	return loop_call_later(loop, interval, &every->handle);
}

void every_cancel(Every *every)
{
	handle_cancel(&every->handle);
}
