/* one_of_two.c - Two callbacks wait for two pipes. The first of them that is called
 * removes both. */
#include "io.h"
#include "machines/descriptors.h"

#include <stdio.h>
#include <unistd.h>

static Loop *loop;
static int pipes[2][2];

static void first(void *unused)
{
	printf("%g s: something has come\n", loop_time(loop));
	loop_remove_reader(loop, pipes[0][0]);
	loop_remove_reader(loop, pipes[1][0]);
}

static void both(void *unused)
{
	if (write(pipes[0][1], "x", 1) == 1 && write(pipes[1][1], "x", 1) == 1)
		printf("%g s: both are written to\n", loop_time(loop));
}

int main(void)
{
	loop = asyncio_new_event_loop();
	Handle readers[2], timer = HANDLE(both, NULL);

	for (int i = 0; i < 2; i++) {
		readers[i] = (Handle)HANDLE(first, NULL);
		if (io_pipe(pipes[i]) < 0 ||
		    loop_add_reader(loop, pipes[i][0], &readers[i]) < 0)
			return 1;
	}
	loop_call_at(loop, 3, &timer);
	int error = loop_run_forever(loop);
	printf("the run has ended\n");
	loop_free(loop);
	return error < 0;
}
