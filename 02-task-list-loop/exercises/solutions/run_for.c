/* run_for.c - a timer that stops the loop. It lies on our stack, so it has to be gone
 * when we return: if something else has stopped the loop, the timer is still set, and
 * would write into a stack frame that is no more. Handles that lie on a stack are safe
 * as long as the function that has them cancels them on each way out. */
#include "run_for.h"

static void stop(void *loop)
{
	loop_stop(loop);
}

int run_for(Loop *loop, double seconds)
{
	Handle end = HANDLE(stop, loop);
	int error = loop_call_later(loop, seconds, &end);

	if (error == 0)
		error = loop_run_forever(loop);
	handle_cancel(&end);
	return error;
}
