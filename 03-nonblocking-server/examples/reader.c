/* reader.c - a generator waits until a pipe has something to read. Another one has its
 * turns meanwhile, and writes. */
#include "io_tasks.h"
#include "program.h"

#include <unistd.h>

static int reader(void *arg, void **result)
{
	const int *ends = arg;
	char byte = 0;
	int error = io_readable(ends[0]);

	if (error < 0)
		return error;
	if (read(ends[0], &byte, 1) == 1)
		printf("the reader has read: %c\n", byte);
	return 0;
}

static int writer(void *arg, void **result)
{
	const int *ends = arg;

	printf("the writer has a turn\n");
	int error = generator_yield(NULL, NULL);
	if (error < 0)
		return error;
	printf("the writer writes\n");
	return write(ends[1], "x", 1) == 1 ? 0 : -EIO;
}

int main(int argc, char *argv[])
{
	int ends[2];

	program_begin(argc, argv, NULL, "\n\nA generator waits for a pipe.");
	Loop *loop = asyncio_new_event_loop();
	if (loop == NULL || pipe(ends) < 0)
		program_fail(-errno);
	int error = io_task_add(loop, generator_new(reader, ends));
	if (error == 0)
		error = io_task_add(loop, generator_new(writer, ends));
	if (error == 0)
		error = loop_run_forever(loop);
	loop_close(loop);
	close(ends[0]);
	close(ends[1]);
	if (error < 0)
		program_fail(error);
	return 0;
}
