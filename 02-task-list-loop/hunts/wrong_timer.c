/* wrong_timer.c - Six timers are set, and the one of the fifth second is cancelled. */
#include "events.h"

#include <stdio.h>

static Loop *loop;

static void say(void *name)
{
	printf("%.0f s: %s\n", loop_time(loop), (const char *)name);
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle timers[] = { HANDLE(say, "one"), HANDLE(say, "six"), HANDLE(say, "five"),
	                    HANDLE(say, "four"), HANDLE(say, "three"),
	                    HANDLE(say, "two") };
	int seconds[] = { 1, 6, 5, 4, 3, 2 };

	for (int i = 0; i < 6; i++)
		loop_call_later(loop, seconds[i], &timers[i]);
	handle_cancel(&timers[2]);
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
