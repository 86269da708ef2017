/* two_lists.c - callbacks that schedule callbacks, and a timer of no seconds */
#include "events.h"

#include <stdio.h>

static Loop *loop;
static Handle b, c, timer;

static void say(void *word)
{
	printf("%s\n", (const char *)word);
}

static void begin(void *unused)
{
	printf("a\n");
	loop_call_later(loop, 0, &timer);
	loop_call_soon(loop, &c);
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle a = HANDLE(begin, NULL);

	b = (Handle)HANDLE(say, "b");
	c = (Handle)HANDLE(say, "c");
	timer = (Handle)HANDLE(say, "the timer");
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &b);
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
