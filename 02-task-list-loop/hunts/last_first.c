/* last_first.c - Four callbacks are scheduled, one after another. Each prints a
 * number. */
#include "events.h"

#include <stdio.h>

static void say(void *word)
{
	printf("%s\n", (const char *)word);
}

int main(void)
{
	Loop *loop = asyncio_new_event_loop();
	Handle words[] = { HANDLE(say, "one"), HANDLE(say, "two"), HANDLE(say, "three"),
	                   HANDLE(say, "four") };

	for (int i = 0; i < 4; i++)
		loop_call_soon(loop, &words[i]);
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
