/* only_once.c - A callback schedules itself until it has counted to three. */
#include "events.h"

#include <stdio.h>

static Handle again;
static int count;

static void step(void *loop)
{
	printf("%d\n", ++count);
	if (count < 3)
		loop_call_soon(loop, &again);
}

int main(void)
{
	Loop *loop = asyncio_new_event_loop();

	again = (Handle)HANDLE(step, loop);
	loop_call_soon(loop, &again);
	int error = loop_run_forever(loop);
	printf("the loop has nothing to do any more\n");
	loop_free(loop);
	return error < 0;
}
