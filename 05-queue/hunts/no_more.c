/* no_more.c - A task reads exactly 100,000 bytes, although the reader's limit is
 * 10,000. */
#include "machines/descriptors.h"
#include "runners.h"
#include "streams.h"

#include <errno.h>

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

static int read_all(void *unused, void **result)
{
	static char data[100000];
	ssize_t n = reader_readexactly(reader, data, sizeof data);

	if (n < 0)
		printf("nothing came of it\n");
	else
		printf("all %zd bytes have come\n", n);
	return 0;
}

static int async_main(void *arg, void **result)
{
	static char bytes[100000];
	int error = open_both();

	if (error < 0)
		return error;
	reader->limit = 10000;
	Task *task = asyncio_create_task(read_all, NULL);
	task_set_name(task, "reader");
	error = writer_write(their_writer, bytes, sizeof bytes);
	int ended = asyncio_wait_for(task, 60, NULL);
	printf("after %.0f seconds\n", loop_time(asyncio_get_running_loop()));
	writer_free(writer);
	writer_free(their_writer);
	return error < 0 ? error : ended;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
