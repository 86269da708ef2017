/* separator.c - Two lines come over a socket, each of which ends with a carriage return
 * and a newline. The end of the first one comes in two pieces. */
#include "machines/descriptors.h"
#include "runners.h"
#include "streams.h"

#include <string.h>

static StreamReader *reader, *their_reader;
static StreamWriter *writer, *their_writer;

static int open_both(void)
{
	int ends[2], error = io_socketpair(ends);

	if (error == 0)
		error = asyncio_open_connection_sock(ends[0], &reader, &writer);
	if (error == 0)
		error = asyncio_open_connection_sock(ends[1], &their_reader,
		                                     &their_writer);
	return error;
}

static int speak(void *unused, void **result)
{
	static const char *const pieces[] = { "hello\r", "\nbye\r\n" };
	int error = 0;

	for (int i = 0; i < 2 && error == 0; i++) {
		error = writer_write(their_writer, pieces[i], strlen(pieces[i]));
		if (error == 0)
			error = asyncio_sleep(1);
	}
	writer_close(their_writer);
	return error;
}

static int async_main(void *arg, void **result)
{
	char line[100];
	ssize_t n = open_both();

	if (n < 0)
		return (int)n;
	Task *speaker = asyncio_create_task(speak, NULL);
	task_set_name(speaker, "speaker");
	while ((n = reader_readuntil(reader, "\r\n", line, sizeof line)) > 0)
		printf("%.1f s: %zd bytes, from %c\n",
		       loop_time(asyncio_get_running_loop()), n, line[0]);
	int error = await(speaker, NULL);
	writer_free(writer);
	writer_free(their_writer);
	return error;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
