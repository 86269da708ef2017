/* one_byte.c - callbacks that read one byte each time, and none at all */
#include "io.h"
#include "machines/descriptors.h"

#include <stdio.h>
#include <unistd.h>

static Loop *loop;
static int a[2], b[2];

static void reads_one(void *unused)
{
	char byte;

	if (read(a[0], &byte, 1) == 1)
		printf("a: %c\n", byte);
	else
		loop_remove_reader(loop, a[0]);
}

static void reads_none(void *calls)
{
	printf("b: called\n");
	if (++*(int *)calls == 2)
		loop_remove_reader(loop, b[0]);
}

int main(void)
{
	int calls = 0;

	loop = asyncio_new_event_loop();
	Handle one = HANDLE(reads_one, NULL), none = HANDLE(reads_none, &calls);

	if (io_pipe(a) < 0 || io_pipe(b) < 0 || write(a[1], "xyz", 3) != 3 ||
	    write(b[1], "x", 1) != 1 || loop_add_reader(loop, a[0], &one) < 0)
		return 1;
	close(a[1]);
	int error = loop_run_forever(loop);
	printf("the second run\n");
	if (error == 0 && loop_add_reader(loop, b[0], &none) == 0)
		error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
