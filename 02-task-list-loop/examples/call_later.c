/* call_later.c - functions called after a while. */
#include "events.h"
#include "program.h"

static void callback(void *n)
{
	printf("callback %d invoked\n", *(int *)n);
}

static void stop(void *loop)
{
	loop_stop(loop);
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL,
	              "\n\nHas a loop call functions, sooner or later.");
	Loop *loop = asyncio_new_event_loop();
	int numbers[] = { 1, 2, 3 };
	Handle first = HANDLE(callback, &numbers[0]),
	       second = HANDLE(callback, &numbers[1]);
	Handle third = HANDLE(callback, &numbers[2]), last = HANDLE(stop, loop);

	if (loop == NULL)
		program_fail(-errno);
	printf("entering event loop\nregistering callbacks\n");
	loop_call_later(loop, 0.2, &first);
	loop_call_later(loop, 0.1, &second);
	loop_call_soon(loop, &third);
	loop_call_later(loop, 0.4, &last);
	int error = loop_run_forever(loop);
	if (error < 0)
		program_fail(error);
	printf("closing event loop\n");
	loop_free(loop);
	return 0;
}
