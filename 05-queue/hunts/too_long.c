/* too_long.c - Three lines come over a socket. The second one is longer than the reader
 * allows, so it is dropped. */
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

static int async_main(void *arg, void **result)
{
	char line[100];
	ssize_t n = open_both();

	if (n == 0)
		n = writer_write(their_writer, "short\nmuch too long\nlast\n", 25);
	if (n < 0)
		return (int)n;
	writer_close(their_writer);
	reader->limit = 8;
	while ((n = reader_readline(reader, line, sizeof line)) != 0) {
		if (n < 0 && n != -EMSGSIZE)
			break;
		printf("%s", n > 0 ? line : "(too long)\n");
	}
	printf("the end\n");
	writer_free(writer);
	writer_free(their_writer);
	return (int)n;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
