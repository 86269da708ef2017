/* event.c - two coroutines wait for one event, which a callback sets. */
#include "locks.h"
#include "program.h"
#include "runners.h"

static Event event;

static void set_event(void *unused)
{
	printf("setting event in callback\n");
	event_set(&event);
}

static int coro(void *name, void **result)
{
	printf("%s waiting for event\n", (const char *)name);
	int error = event_wait(&event);
	if (error < 0)
		return error;
	printf("%s triggered\n", (const char *)name);
	return 0;
}

static void show_state(const char *when)
{
	printf("event %s state: %s\n", when, event_is_set(&event) ? "True" : "False");
}

static int async_main(void *arg, void **result)
{
	static Handle later = HANDLE(set_event, NULL);

	show_state("start");
	loop_call_later(asyncio_get_running_loop(), 0.1, &later);
	Task *first = asyncio_create_task(coro, "coro1");
	Task *second = asyncio_create_task(coro, "coro2");
	int error = await(asyncio_gather(NULL, first, second), NULL);
	show_state("end");
	return error;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nTwo coroutines wait for one event.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
