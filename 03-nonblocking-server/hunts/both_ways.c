/* both_ways.c - One task reads from a socket while another one waits for room to write
 * to it. Whatever still waits in the fifth second is told that the socket is closed. */
#include "io_tasks.h"
#include "machines/descriptors.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static Loop *loop;
static int ends[2];

static int reader(void *arg, void **result)
{
	int error = io_readable(ends[0]);

	printf("%g s: the reader's wait ends: %s\n", loop_time(loop), strerror(-error));
	return 0;
}

static int writer(void *arg, void **result)
{
	int error = io_writable(ends[0]);

	printf("%g s: the writer's wait ends: %s\n", loop_time(loop), strerror(-error));
	return 0;
}

static void ends_it(void *unused)
{
	loop_close_fd(loop, ends[0]);
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle timer = HANDLE(ends_it, NULL);

	if (io_socketpair(ends) < 0 ||
	    io_task_add(loop, generator_new(reader, NULL)) < 0 ||
	    io_task_add(loop, generator_new(writer, NULL)) < 0)
		return 1;
	loop_call_at(loop, 5, &timer);
	int error = loop_run_forever(loop);
	loop_free(loop);
	close(ends[1]);
	return error < 0;
}
