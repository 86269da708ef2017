/* never.c - A timer is set for a time that never comes. Nothing else is left to do. */
#include "events.h"

#include <stdio.h>

static void say(void *what)
{
	printf("%s\n", (const char *)what);
}

int main(void)
{
	Loop *loop = asyncio_new_event_loop();
	Handle soon = HANDLE(say, "a second has passed"), never = HANDLE(say, "?");

	loop_call_later(loop, 1, &soon);
	loop_call_later(loop, INFINITY, &never);
	int error = loop_run_forever(loop);
	printf("the run has ended\n");
	loop_free(loop);
	return error < 0;
}
