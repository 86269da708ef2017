/* three_timers.c - three timers, of which one takes long and one cancels another */
#include "events.h"

#include <stdio.h>

static Loop *loop;
static Handle third;

static void say(void *name)
{
	printf("%s at %g\n", (const char *)name, loop_time(loop));
}

static void slow(void *name)
{
	say(name);
	time_sleep(5);
}

static void cancels(void *name)
{
	say(name);
	handle_cancel(&third);
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle first = HANDLE(slow, "first"), second = HANDLE(cancels, "second");
	Handle fourth = HANDLE(say, "fourth");

	third = (Handle)HANDLE(say, "third");
	loop_call_later(loop, 1, &first);
	loop_call_later(loop, 2, &second);
	loop_call_later(loop, 3, &third);
	loop_call_later(loop, 2, &fourth);
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
