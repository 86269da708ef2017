/* much_to_say.c - A transport is given more than the socket takes, in many pieces. The
 * other side reads all of it, a second later. */
#include "machines/descriptors.h"
#include "transports.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PIECES = 1000 };

static int ends[2];
static long bytes_read;

static void says(Protocol *protocol, Transport *transport)
{
	static char piece[4096];

	for (int i = 0; i < PIECES; i++) {
		int error = transport_write(transport, piece, sizeof piece);
		if (error < 0) {
			printf("a piece is refused: %s\n", strerror(-error));
			return;
		}
	}
	printf("all is written, or waits\n");
	transport_close(transport);
}

static void lost(Protocol *protocol, int error)
{
	printf("the connection has ended: %s\n", strerror(-error));
}

static void reads(void *reader)
{
	static char memory[65536];
	ssize_t n = read(ends[1], memory, sizeof memory);

	bytes_read += n > 0 ? n : 0;
	if (n == 0) {
		printf("all is read: %ld%% of it\n", bytes_read / 4096 * 100 / PIECES);
		handle_cancel(reader);
	}
}

static void begins(void *loop)
{
	static Handle reader = HANDLE(reads, &reader);

	if (loop_add_reader(loop, ends[1], &reader) < 0)
		printf("it cannot be read\n");
}

int main(void)
{
	Loop *loop = asyncio_new_event_loop();
	Protocol protocol = { .connection_made = says, .connection_lost = lost };
	Handle later = HANDLE(begins, loop);

	if (io_socketpair(ends) < 0)
		return 1;
	transport_new(loop, ends[0], &protocol);
	loop_call_later(loop, 1, &later);
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
