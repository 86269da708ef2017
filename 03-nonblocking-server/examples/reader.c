/* reader.c - a generator waits until a pipe has something to read. Another one has its
 * turns meanwhile, and writes. */
#include "io_tasks.h"
#include "program.h"

#include <errno.h>
#include <unistd.h>

typedef struct Pipe {
	int ends[2]; /* to read from, and to write to */
	int error;   /* of the one that has failed */
} Pipe;

static int reader(void *arg, void **result)
{
	Pipe *between = arg;
	char byte;
	int error = io_readable(between->ends[0]);
	ssize_t n = error < 0 ? 0 : read(between->ends[0], &byte, 1);

	if (n == 1)
		printf("the reader has read: %c\n", byte);
	if (error < 0 || n < 0)
		between->error = error < 0 ? error : -errno;
	return 0;
}

/* If it cannot write it closes its end, and the reader reads that. */
static int writer(void *arg, void **result)
{
	Pipe *between = arg;

	printf("the writer has a turn\n");
	int error = generator_yield(NULL, NULL);
	if (error < 0)
		return error;
	printf("the writer writes\n");
	if (write(between->ends[1], "x", 1) != 1)
		between->error = -errno;
	close(between->ends[1]);
	return 0;
}

int main(int argc, char *argv[])
{
	Pipe between = { 0 };

	program_begin(argc, argv, NULL, "\n\nA generator waits for a pipe.");
	Loop *loop = asyncio_new_event_loop();
	if (loop == NULL || pipe(between.ends) < 0)
		program_fail(-errno);
	int error = io_task_add(loop, generator_new(reader, &between));
	if (error == 0)
		error = io_task_add(loop, generator_new(writer, &between));
	if (error == 0)
		error = loop_run_forever(loop);
	loop_free(loop);
	close(between.ends[0]);
	if (error == 0)
		error = between.error;
	if (error < 0)
		program_fail(error);
	return 0;
}
