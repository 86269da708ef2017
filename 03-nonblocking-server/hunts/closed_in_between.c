/* closed_in_between.c - Two tasks wait for two pipes, and a callback closes both pipes in
 * the pass in which something has come on one of them. Both tasks are told that their
 * pipe is closed. */
#include "io_tasks.h"
#include "machines/descriptors.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static Loop *loop;
static int busy[2], quiet[2], alarms[2];

static int busy_reader(void *unused, void **result)
{
	int error = io_readable(busy[0]);

	printf("%g s: the busy pipe: %s\n", loop_time(loop), strerror(-error));
	error = io_readable(busy[0]);
	printf("%g s: the busy pipe again: %s\n", loop_time(loop), strerror(-error));
	return 0;
}

static int quiet_reader(void *unused, void **result)
{
	int error = io_readable(quiet[0]);

	printf("%g s: the quiet pipe: %s\n", loop_time(loop), strerror(-error));
	return 0;
}

static void closes(void *alarm)
{
	printf("%g s: the alarm: both pipes are closed\n", loop_time(loop));
	loop_close_fd(loop, busy[0]);
	loop_close_fd(loop, quiet[0]);
	handle_cancel(alarm);
}

static void watches(void *alarm)
{
	if (loop_add_reader(loop, alarms[0], alarm) == 0)
		printf("%g s: there is an alarm\n", loop_time(loop));
}

static void both(void *unused)
{
	if (write(alarms[1], "!", 1) == 1 && write(busy[1], "x", 1) == 1)
		printf("%g s: both have come\n", loop_time(loop));
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle alarm = HANDLE(closes, &alarm), watching = HANDLE(watches, &alarm);
	Handle timer = HANDLE(both, NULL);

	if (io_pipe(alarms) < 0 || io_pipe(busy) < 0 || io_pipe(quiet) < 0 ||
	    io_task_add(loop, generator_new(busy_reader, NULL)) < 0 ||
	    io_task_add(loop, generator_new(quiet_reader, NULL)) < 0)
		return 1;
	loop_call_at(loop, 1, &watching);
	loop_call_at(loop, 3, &timer);
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
