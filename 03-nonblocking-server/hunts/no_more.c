/* no_more.c - A task reads from a pipe up to its end. The other end writes in the first
 * second and is closed in the third; the reader's is closed in the fifth. */
#include "io_tasks.h"
#include "machines/descriptors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Loop *loop;
static int ends[2];

static int reader(void *arg, void **result)
{
	char text[16];
	ssize_t n = 1;

	while (n > 0) {
		int error = io_readable(ends[0]);
		n = error < 0 ? -1 : read(ends[0], text, sizeof text);
		printf("%g s: %s, %d bytes\n", loop_time(loop), strerror(-error), (int)n);
	}
	return 0;
}

static void writes(void *unused)
{
	if (write(ends[1], "hello", 5) != 5)
		printf("nothing written\n");
}

static void closes(void *end)
{
	printf("%g s: an end is closed\n", loop_time(loop));
	loop_close_fd(loop, *(int *)end);
}

int main(void)
{
	setenv("ASYNCIO_SELECTOR", "poll", 1);
	loop = asyncio_new_event_loop();
	Handle timers[] = { HANDLE(writes, NULL), HANDLE(closes, &ends[1]),
		            HANDLE(closes, &ends[0]) };

	if (io_pipe(ends) < 0 || io_task_add(loop, generator_new(reader, NULL)) < 0)
		return 1;
	for (int i = 0; i < 3; i++)
		loop_call_at(loop, 2 * i + 1, &timers[i]);
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
