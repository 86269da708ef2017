/* fourth_child.c - Ten timers are set, and each says its second. */
#include "events.h"

#include <stdio.h>

static void say(void *second)
{
	printf("%d\n", *(int *)second);
}

int main(void)
{
	static int seconds[] = { 1, 2, 9, 8, 7, 3, 10, 11, 12, 13 };
	Loop *loop = asyncio_new_event_loop();
	Handle timers[10];

	for (int i = 0; i < 10; i++) {
		timers[i] = (Handle)HANDLE(say, &seconds[i]);
		loop_call_at(loop, seconds[i], &timers[i]);
	}
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
