/* one_read.c - two writes on one side of a stream, and two reads on the other */
#include "machines/descriptors.h"
#include "runners.h"
#include "streams.h"

static int async_main(void *arg, void **result)
{
	StreamReader *reader, *unused;
	StreamWriter *writer, *other;
	char data[100];
	int ends[2], error = io_socketpair(ends);

	if (error == 0)
		error = asyncio_open_connection_sock(ends[0], &unused, &writer);
	if (error == 0)
		error = asyncio_open_connection_sock(ends[1], &reader, &other);
	if (error == 0)
		error = writer_write(writer, "hello ", 6);
	if (error == 0)
		error = writer_write(writer, "world\n", 6);
	if (error < 0)
		return error;
	writer_close(writer);
	for (int i = 0; i < 2; i++) {
		ssize_t n = reader_read(reader, data, sizeof data);
		printf("%zd bytes, at the end: %s\n", n,
		       reader_at_eof(reader) ? "yes" : "no");
	}
	writer_free(writer);
	writer_free(other);
	return 0;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
