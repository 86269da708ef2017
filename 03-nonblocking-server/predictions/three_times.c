/* three_times.c - a signal that comes more often than its callback is called */
#include "signals.h"

#include <signal.h>
#include <stdio.h>

static Loop *loop;

static void callback(void *unused)
{
	printf("the callback\n");
}

static void busy(void *unused)
{
	for (int i = 1; i <= 3; i++) {
		raise(SIGUSR1);
		printf("sent %d\n", i);
	}
}

static void later(void *signal)
{
	raise(SIGUSR1);
	printf("sent 4\n");
	handle_cancel(signal);
	printf("removed\n");
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle signal = HANDLE(callback, NULL);
	Handle soon = HANDLE(busy, NULL), timer = HANDLE(later, &signal);

	loop_call_soon(loop, &soon);
	loop_call_later(loop, 1, &timer);
	int error = loop_add_signal_handler(loop, SIGUSR1, &signal);
	if (error == 0)
		error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
