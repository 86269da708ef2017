/* closed_in_between.c - A callback closes a pipe in the same pass in which a task's wait
 * for it is over. The task is told that the pipe is closed. */
#include "io_tasks.h"
#include "machines/descriptors.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static Loop *loop;
static int ends[2], alarms[2];

static int reader(void *arg, void **result)
{
	int error = io_readable(ends[0]);

	printf("%g s: the task's wait ends: %s\n", loop_time(loop), strerror(-error));
	return 0;
}

static void closes(void *alarm)
{
	printf("%g s: the alarm: the pipe is closed\n", loop_time(loop));
	loop_close_fd(loop, ends[0]);
	handle_cancel(alarm);
}

static void watches(void *alarm)
{
	if (loop_add_reader(loop, alarms[0], alarm) == 0)
		printf("%g s: there is an alarm\n", loop_time(loop));
}

static void both(void *unused)
{
	if (write(alarms[1], "!", 1) == 1 && write(ends[1], "x", 1) == 1)
		printf("%g s: both have come\n", loop_time(loop));
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle alarm = HANDLE(closes, &alarm), watching = HANDLE(watches, &alarm);
	Handle timer = HANDLE(both, NULL);

	if (io_pipe(alarms) < 0 || io_pipe(ends) < 0 ||
	    io_task_add(loop, generator_new(reader, NULL)) < 0)
		return 1;
	loop_call_at(loop, 1, &watching);
	loop_call_at(loop, 3, &timer);
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
