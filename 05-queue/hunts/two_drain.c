/* two_drain.c - Two tasks write half a million bytes each to one stream, and drain. A
 * third task reads all of it. */
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

static int send(void *name, void **result)
{
	static char bytes[500000];
	int error = writer_write(their_writer, bytes, sizeof bytes);

	if (error == 0)
		error = writer_drain(their_writer);
	printf("%s %s\n", (const char *)name,
	       error == 0 ? "has drained" : "is cancelled");
	return error;
}

static int async_main(void *arg, void **result)
{
	static char data[1000000];
	int error = open_both();

	if (error < 0)
		return error;
	Task *ada = asyncio_create_task(send, "ada");
	Task *bob = asyncio_create_task(send, "bob");
	task_set_name(ada, "ada");
	task_set_name(bob, "bob");
	ssize_t n = reader_readexactly(reader, data, sizeof data);
	printf("main has read %zd bytes\n", n);
	error = asyncio_sleep(1);
	task_cancel(ada);
	task_cancel(bob);
	int errors[2];
	int ended = await(asyncio_gatherv((Future *[]){ ada, bob }, 2, NULL, errors),
	                  NULL);
	writer_free(writer);
	writer_free(their_writer);
	if (n < 0)
		return (int)n;
	return error < 0 ? error : ended;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
