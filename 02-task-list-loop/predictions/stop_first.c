/* stop_first.c - a loop that is stopped by the first of three callbacks, and run again */
#include "events.h"

#include <stdio.h>

static Loop *loop;
static Handle c;

static void say(void *word)
{
	printf("%s\n", (const char *)word);
}

static void begin(void *unused)
{
	printf("a\n");
	loop_stop(loop);
	loop_call_soon(loop, &c);
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle a = HANDLE(begin, NULL), b = HANDLE(say, "b");

	c = (Handle)HANDLE(say, "c");
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &b);
	for (int run = 1; run <= 2; run++) {
		printf("run %d\n", run);
		if (loop_run_forever(loop) < 0)
			return 1;
	}
	loop_free(loop);
	return 0;
}
