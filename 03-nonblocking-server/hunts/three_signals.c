/* three_signals.c - A signal comes in the first, the second and the third second, and
 * its callback is called each time. */
#include "signals.h"

#include <signal.h>
#include <stdio.h>

static Loop *loop;

static void send(void *unused)
{
	printf("%g s: the signal is sent\n", loop_time(loop));
	raise(SIGUSR1);
}

static void receive(void *unused)
{
	printf("%g s: its callback is called\n", loop_time(loop));
}

static void end(void *signal)
{
	handle_cancel(signal);
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle timers[4], signal = HANDLE(receive, NULL);

	for (int i = 0; i < 4; i++) {
		timers[i] = (Handle)HANDLE(i < 3 ? send : end, &signal);
		loop_call_at(loop, i + 1, &timers[i]);
	}
	int error = loop_add_signal_handler(loop, SIGUSR1, &signal);
	if (error == 0)
		error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
