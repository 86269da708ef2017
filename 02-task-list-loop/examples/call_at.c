/* call_at.c - functions called at a certain time, by the clock of the loop. */
#include "events.h"
#include "program.h"

#include <time.h>

typedef struct Call {
	int n;
	Loop *loop;
} Call;

static void callback(void *arg)
{
	Call *call = arg;

	printf("callback %d invoked at %f\n", call->n, loop_time(call->loop));
}

static void stop(void *loop)
{
	loop_stop(loop);
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL,
	              "\n\nHas a loop call functions at certain times.");
	Loop *loop = asyncio_new_event_loop();
	Call calls[] = { { 1, loop }, { 2, loop }, { 3, loop } };
	Handle first = HANDLE(callback, &calls[0]), second = HANDLE(callback, &calls[1]);
	Handle third = HANDLE(callback, &calls[2]), last = HANDLE(stop, loop);
	struct timespec wall;

	if (loop == NULL)
		program_fail(-errno);
	double now = loop_time(loop);
	clock_gettime(CLOCK_REALTIME, &wall);
	printf("entering event loop\n");
	printf("clock time: %f\n", (double)wall.tv_sec + (double)wall.tv_nsec * 1e-9);
	printf("loop  time: %f\nregistering callbacks\n", now);
	loop_call_at(loop, now + 0.2, &first);
	loop_call_at(loop, now + 0.1, &second);
	loop_call_soon(loop, &third);
	loop_call_later(loop, 1, &last);
	int error = loop_run_forever(loop);
	if (error < 0)
		program_fail(error);
	printf("closing event loop\n");
	loop_free(loop);
	return 0;
}
