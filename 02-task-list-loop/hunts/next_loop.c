/* next_loop.c - Callbacks and timers of a loop that is closed before they have run are
 * scheduled in another loop. */
#include "events.h"

#include <stdio.h>

static Loop *first, *second;

static void bread(void *unused) { printf("bread\n"); }
static void salt(void *unused) { printf("salt\n"); }
static void milk(void *unused) { printf("milk\n"); }
static void tea(void *unused) { printf("tea\n"); }
static void honey(void *unused) { printf("honey\n"); }

static Handle handles[] = { HANDLE(bread, NULL), HANDLE(salt, NULL), HANDLE(milk, NULL),
	                    HANDLE(tea, NULL), HANDLE(honey, NULL) };

/* The first three are ready now; the last two are timers. */
static void schedules(void *unused)
{
	for (int i = 0; i < 3; i++)
		loop_call_soon(first, &handles[i]);
	loop_call_later(first, 5, &handles[3]);
	loop_call_later(first, 6, &handles[4]);
	loop_stop(first);
}

static void schedules_again(void *unused)
{
	static const char *const names[] = { "bread", "salt", "milk", "tea", "honey" };

	for (int i = 0; i < 5; i++) {
		if (loop_call_soon(second, &handles[i]) < 0)
			printf("the second loop refuses %s\n", names[i]);
	}
}

int main(void)
{
	Handle before = HANDLE(schedules, NULL), after = HANDLE(schedules_again, NULL);

	first = asyncio_new_event_loop();
	second = asyncio_new_event_loop();
	loop_call_soon(first, &before);
	int error = loop_run_forever(first);
	loop_free(first);
	printf("the first loop is closed\n");
	loop_call_soon(second, &after);
	if (error == 0)
		error = loop_run_forever(second);
	loop_free(second);
	return error < 0;
}
