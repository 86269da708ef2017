/* throttle.c - what has come has come, so it is paid for afterwards: n bytes, and then a
 * pause of n / rate seconds. A sleep would stop the whole loop. Here the transport alone
 * pauses, and a timer has it go on. The sender notices that its writes are not taken:
 * that is back-pressure, and it comes from not reading.
 *
 * A connection can be lost in a pause, because something else aborts it. So the timer is
 * cancelled then: the transport that it would resume is freed. */
#include "throttle.h"

static void throttle_resume(void *arg)
{
	Throttle *throttle = arg;

	transport_resume_reading(throttle->transport);
}

void throttle_begin(Throttle *throttle, Loop *loop, Transport *transport, double rate)
{
	*throttle = (Throttle){ .loop = loop,
		                .transport = transport,
		                .rate = rate,
		                .handle = HANDLE(throttle_resume, throttle) };
}

int throttle_received(Throttle *throttle, size_t n)
{
	double seconds = (double)n / throttle->rate;
	int error = loop_call_later(throttle->loop, seconds, &throttle->handle);

	if (error == 0)
		transport_pause_reading(throttle->transport);
	return error;
}

void throttle_end(Throttle *throttle)
{
	handle_cancel(&throttle->handle);
}
