/* early.c - A loop is run three times, and before the second run it is stopped. So that
 * run ends after one pass, in which it does not sleep. */
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
	Handle at_once = HANDLE(say, "what was ready");
	Handle first = HANDLE(say, "the first timer");
	Handle second = HANDLE(say, "the second timer");

	loop_call_soon(loop, &at_once);
	int error = loop_run_forever(loop);
	say("the first run has ended");
	loop_call_at(loop, 60, &first);
	loop_call_at(loop, 90, &second);
	loop_stop(loop);
	if (error == 0)
		error = loop_run_forever(loop);
	say("the second run has ended");
	if (error == 0)
		error = loop_run_forever(loop);
	say("the third run has ended");
	loop_free(loop);
	return error < 0;
}
