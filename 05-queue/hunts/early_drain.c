/* early_drain.c - A task writes a million bytes and drains. For five seconds nobody reads
 * them. */
#include "machines/descriptors.h"
#include "runners.h"
#include "streams.h"

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

static int send(void *unused, void **result)
{
	static char million[1000000];
	int error = writer_write(their_writer, million, sizeof million);

	if (error == 0)
		error = writer_drain(their_writer);
	printf("drained after %.0f seconds\n", loop_time(asyncio_get_running_loop()));
	writer_close(their_writer);
	return error;
}

static int async_main(void *arg, void **result)
{
	static char data[10000];
	ssize_t n = open_both(), all = 0;

	if (n < 0)
		return (int)n;
	Task *sender = asyncio_create_task(send, NULL);
	task_set_name(sender, "sender");
	n = asyncio_sleep(5);
	printf("main begins to read\n");
	while (n >= 0 && (n = reader_read(reader, data, sizeof data)) > 0)
		all += n;
	printf("main has read %zd bytes\n", all);
	int error = await(sender, NULL);
	writer_free(writer);
	writer_free(their_writer);
	return n < 0 ? (int)n : error;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
