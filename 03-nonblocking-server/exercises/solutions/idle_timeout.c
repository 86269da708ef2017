/* idle_timeout.c - a timer, which is set anew whenever something has come. handle_cancel
 * does nothing if the timer is not set, or has been called. Without idle_end the timer
 * would keep the loop running, and abort a transport that is no longer there.
 *
 * The other way is for servers that are very busy. idle_touch only notes the time, and
 * leaves the timer where it is. When the timer is called, it looks how long ago the last
 * touch was, and is set again for the seconds that are left. So the timers' heap is
 * touched once a minute, and not with each message. */
#include "idle_timeout.h"

static void idle_too_long(void *arg)
{
	IdleTimeout *idle = arg;

	transport_abort(idle->transport);
}

int idle_begin(IdleTimeout *idle, Loop *loop, Transport *transport, double seconds)
{
	*idle = (IdleTimeout){ .loop = loop,
		               .transport = transport,
		               .seconds = seconds,
		               .handle = HANDLE(idle_too_long, idle) };
	return loop_call_later(loop, seconds, &idle->handle);
}

int idle_touch(IdleTimeout *idle)
{
	handle_cancel(&idle->handle);
	return loop_call_later(idle->loop, idle->seconds, &idle->handle);
}

void idle_end(IdleTimeout *idle)
{
	handle_cancel(&idle->handle);
}
