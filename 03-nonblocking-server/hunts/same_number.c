/* same_number.c - Three connections come, each when the one before is closed. A task
 * answers each with what it has read; in the second after it came, it is closed. */
#include "io_tasks.h"
#include "machines/descriptors.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static Loop *loop;
static int ends[2];

static int serves(void *arg, void **result)
{
	char byte;
	int error = io_readable(ends[0]);

	if (error < 0)
		printf("%g s: nothing read: %s\n", loop_time(loop), strerror(-error));
	else if (read(ends[0], &byte, 1) == 1)
		printf("%g s: read: %c\n", loop_time(loop), byte);
	return 0;
}

static void comes(void *letter)
{
	if (io_socketpair(ends) == 0 && write(ends[1], letter, 1) == 1 &&
	    io_task_add(loop, generator_new(serves, NULL)) == 0)
		printf("%g s: a connection\n", loop_time(loop));
}

static void goes(void *unused)
{
	loop_close_fd(loop, ends[0]);
	close(ends[1]);
}

int main(void)
{
	loop = asyncio_new_event_loop();
	char letters[] = "abc";
	Handle come[3], go[3];

	for (int i = 0; i < 3; i++) {
		come[i] = (Handle)HANDLE(comes, &letters[i]);
		go[i] = (Handle)HANDLE(goes, NULL);
		loop_call_at(loop, 2 * i + 1, &come[i]);
		loop_call_at(loop, 2 * i + 2, &go[i]);
	}
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
