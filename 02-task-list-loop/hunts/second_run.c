/* second_run.c - A loop is stopped and then run again, to finish what is left. */
#include "events.h"

#include <stdio.h>

static Loop *loop;

static void say(void *what)
{
	printf("%.0f s: %s\n", loop_time(loop), (const char *)what);
}

static void stop(void *unused)
{
	say("stop");
	loop_stop(loop);
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle stopper = HANDLE(stop, NULL);
	Handle at_1 = HANDLE(say, "one"), at_2 = HANDLE(say, "two");

	loop_call_soon(loop, &stopper);
	loop_call_later(loop, 1, &at_1);
	loop_call_later(loop, 2, &at_2);
	for (int run = 1; run <= 2; run++) {
		printf("run %d\n", run);
		if (loop_run_forever(loop) < 0)
			return 1;
	}
	loop_free(loop);
	return 0;
}
