/* early.c - A loop is stopped before it runs. So its run ends after one pass, in which
 * it does not sleep. */
#include "events.h"

#include <stdio.h>

static Loop *loop;

static void say(void *what)
{
	printf("%.0f s: %s\n", loop_time(loop), (const char *)what);
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle timer = HANDLE(say, "the timer");

	loop_call_later(loop, 60, &timer);
	loop_stop(loop);
	int error = loop_run_forever(loop);
	say("the run has ended");
	loop_free(loop);
	return error < 0;
}
