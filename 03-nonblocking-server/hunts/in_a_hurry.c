/* in_a_hurry.c - A task waits until something has come. It comes in the third second. */
#include "io_tasks.h"
#include "machines/descriptors.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static Loop *loop;
static int ends[2];

static int reader(void *arg, void **result)
{
	char byte;
	int error = io_readable(ends[0]);

	printf("%g s: the wait ends: %s\n", loop_time(loop), strerror(-error));
	if (error == 0 && read(ends[0], &byte, 1) == 1)
		printf("%g s: read: %c\n", loop_time(loop), byte);
	return 0;
}

static void sends(void *unused)
{
	if (write(ends[1], "x", 1) == 1)
		printf("%g s: written\n", loop_time(loop));
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle timer = HANDLE(sends, NULL);

	if (io_pipe(ends) < 0 || io_task_add(loop, generator_new(reader, NULL)) < 0)
		return 1;
	loop_call_at(loop, 3, &timer);
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
