/* three_sockets.c - Three sockets are watched, and forgotten one after another. In
 * between the third one is to be written to. */
#include "io.h"
#include "machines/descriptors.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static Loop *loop;
static int ends[3][2];

static void forgets(void *number)
{
	int i = *(int *)number;

	printf("%g s: socket %d is forgotten\n", loop_time(loop), i + 1);
	loop_remove_reader(loop, ends[i][0]);
}

static void writes(void *writer)
{
	printf("%g s: socket 3 has room\n", loop_time(loop));
	handle_cancel(writer);
}

static void wants_room(void *writer)
{
	printf("%g s: is there room in socket 3?\n", loop_time(loop));
	if (loop_add_writer(loop, ends[2][0], writer) < 0)
		printf("no writer\n");
}

int main(void)
{
	static int numbers[] = { 0, 1, 2 };

	setenv("ASYNCIO_SELECTOR", "poll", 1);
	loop = asyncio_new_event_loop();
	Handle readers[3], timers[3], writer = HANDLE(writes, &writer);
	Handle room = HANDLE(wants_room, &writer);

	for (int i = 0; i < 3; i++) {
		readers[i] = (Handle)HANDLE(forgets, &numbers[i]);
		timers[i] = (Handle)HANDLE(forgets, &numbers[i]);
		if (io_socketpair(ends[i]) < 0 ||
		    loop_add_reader(loop, ends[i][0], &readers[i]) < 0)
			return 1;
		loop_call_at(loop, 1 + 2 * i, &timers[i]);
	}
	loop_call_at(loop, 2, &room);
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
