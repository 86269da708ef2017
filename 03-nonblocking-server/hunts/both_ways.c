/* both_ways.c - Both ends of a socket have room all the time; while a task reads from
 * each of them, first a callback waits for room at the right end, and then a task at the
 * left end. */
#include "io_tasks.h"
#include "machines/descriptors.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LEFT, RIGHT };

static Loop *loop;
static int ends[2];

static int writer(void *end, void **result)
{
	int error = io_writable(*(int *)end);

	printf("%g s: the %s writer: %s\n", loop_time(loop),
	       end == &ends[LEFT] ? "left" : "right", strerror(-error));
	return 0;
}

static int reader(void *end, void **result)
{
	int error = io_readable(*(int *)end);

	printf("%g s: the %s reader: %s\n", loop_time(loop),
	       end == &ends[LEFT] ? "left" : "right", strerror(-error));
	return 0;
}

static void has_room(void *callback)
{
	printf("%g s: the right callback\n", loop_time(loop));
	handle_cancel(callback);
}

/* Each step takes a second. */
static void next_step(void *timer)
{
	static Handle callback = HANDLE(has_room, &callback);
	static int step;
	int error = 0;

	switch (step++) {
	case 0:
		error = io_task_add(loop, generator_new(writer, &ends[RIGHT]));
		break;
	case 1:
		error = io_task_add(loop, generator_new(reader, &ends[LEFT])) |
		        io_task_add(loop, generator_new(reader, &ends[RIGHT]));
		break;
	case 2:
		error = loop_add_writer(loop, ends[RIGHT], &callback);
		break;
	case 3:
		error = io_task_add(loop, generator_new(writer, &ends[LEFT]));
		break;
	default:
		if (write(ends[LEFT], "x", 1) == 1 && write(ends[RIGHT], "x", 1) == 1)
			return;
	}
	if (error == 0)
		loop_call_later(loop, 1, timer);
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle timer = HANDLE(next_step, &timer);

	if (io_socketpair(ends) < 0)
		return 1;
	loop_call_at(loop, 0, &timer);
	int error = loop_run_forever(loop);
	loop_free(loop);
	close(ends[LEFT]);
	close(ends[RIGHT]);
	return error < 0;
}
