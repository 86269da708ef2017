/* callbacks.c - ordinary functions, called by the loop in the order they were handed
 * in. */
#include "events.h"
#include "program.h"

typedef struct Call {
	int arg;
	const char *kwarg;
} Call;

static void callback(void *arg)
{
	Call *call = arg;

	printf("callback invoked with %d and %s\n", call->arg, call->kwarg);
}

static void stop(void *loop)
{
	loop_stop(loop);
}

static void run(void *loop)
{
	static Call calls[] = { { 1, "default" }, { 2, "not default" } };
	static Handle first = HANDLE(callback, &calls[0]),
		      second = HANDLE(callback, &calls[1]);
	static Handle last = HANDLE(stop, NULL);

	printf("registering callbacks\n");
	last.arg = loop;
	loop_call_soon(loop, &first);
	loop_call_soon(loop, &second);
	loop_call_later(loop, 0.1, &last);
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nHas a loop call functions, with arguments.");
	Loop *loop = asyncio_new_event_loop();
	Handle main = HANDLE(run, loop);

	if (loop == NULL)
		program_fail(-errno);
	loop_call_soon(loop, &main);
	printf("entering event loop\n");
	int error = loop_run_forever(loop);
	if (error < 0)
		program_fail(error);
	printf("closing event loop\n");
	loop_free(loop);
	return 0;
}
