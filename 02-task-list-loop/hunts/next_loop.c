/* next_loop.c - A callback of a loop that was closed before it ran is scheduled in
 * another loop. */
#include "events.h"

#include <stdio.h>

static void say(void *what)
{
	printf("%s\n", (const char *)what);
}

int main(void)
{
	Loop *first = asyncio_new_event_loop(), *second = asyncio_new_event_loop();
	Handle callback = HANDLE(say, "the callback");

	loop_call_soon(first, &callback);
	loop_free(first);
	printf("the first loop is closed\n");
	if (loop_call_soon(second, &callback) < 0)
		printf("the second loop refuses the callback\n");
	int error = loop_run_forever(second);
	loop_free(second);
	return error < 0;
}
