/* same_time.c - Five timers are set for the same second. */
#include "events.h"

#include <stdio.h>

static void say(void *name)
{
	printf("%s\n", (const char *)name);
}

int main(void)
{
	Loop *loop = asyncio_new_event_loop();
	Handle timers[] = { HANDLE(say, "ada"), HANDLE(say, "bob"), HANDLE(say, "cyd"),
	                    HANDLE(say, "dan"), HANDLE(say, "eve") };

	for (int i = 0; i < 5; i++)
		loop_call_at(loop, 10, &timers[i]);
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
