/* pieces.c - three names on three lines, as a socket brings them and as a stream has
 * them. */
#include "machines/descriptors.h"
#include "program.h"
#include "runners.h"
#include "sock.h"
#include "streams.h"

#include <sys/socket.h>

static int ends[2];

static int speak(void *arg, void **result)
{
	static const char *const pieces[] = { "Ada\nBo", "b\nC", "yd\n" };
	Loop *loop = asyncio_get_running_loop();
	int error = 0;

	for (int i = 0; i < 3 && error == 0; i++) {
		error = loop_sock_sendall(loop, ends[0], pieces[i], strlen(pieces[i]));
		if (error == 0)
			error = asyncio_sleep(0.1);
	}
	loop_close_fd(loop, ends[0]);
	return error;
}

static void show(const char *text, ssize_t n)
{
	printf(" [");
	for (ssize_t i = 0; i < n; i++)
		printf(text[i] == '\n' ? "\\n" : "%c", text[i]);
	printf("]");
}

static int hear_pieces(void)
{
	Loop *loop = asyncio_get_running_loop();
	char data[100];
	ssize_t n;

	while ((n = loop_sock_recv(loop, ends[1], data, sizeof data)) > 0)
		show(data, n);
	loop_close_fd(loop, ends[1]);
	return (int)n;
}

static int hear_lines(void)
{
	StreamReader *reader;
	StreamWriter *writer;
	char line[100];
	ssize_t n = asyncio_open_connection_sock(ends[1], &reader, &writer);

	if (n < 0)
		return (int)n;
	while ((n = reader_readline(reader, line, sizeof line)) > 0)
		show(line, n);
	writer_free(writer);
	return (int)n;
}

static int converse(void *arg, void **result)
{
	int (*hear)(void) = arg == NULL ? hear_pieces : hear_lines;

	printf("%-16s", arg == NULL ? "loop_sock_recv:" : "reader_readline:");
	int error = io_socketpair(ends);
	if (error < 0)
		return error;
	Task *speaker = asyncio_create_task(speak, NULL);
	error = hear();
	int other = await(speaker, NULL);
	printf("\n");
	return error < 0 ? error : other;
}

int main(int argc, char *argv[])
{
	static bool lines = true;

	program_begin(argc, argv, NULL, "\n\nReads lines that come in pieces.");
	int error = asyncio_run(converse, NULL, NULL);

	if (error == 0)
		error = asyncio_run(converse, &lines, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}
