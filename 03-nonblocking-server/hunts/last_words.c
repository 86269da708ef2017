/* last_words.c - A client says what it has to say, closes its half, and waits for the
 * answer. */
#include "machines/descriptors.h"
#include "transports.h"

#include <stdio.h>

static Transport *server;

static void client_made(Protocol *protocol, Transport *transport)
{
	if (transport_write(transport, "how much?", 9) == 0)
		transport_write_eof(transport);
}

static void client_received(Protocol *protocol, const void *data, size_t n)
{
	printf("the client reads: %.*s\n", (int)n, (const char *)data);
}

static void client_lost(Protocol *protocol, int error)
{
	printf("the client's connection has ended\n");
}

static void server_received(Protocol *protocol, const void *data, size_t n)
{
	printf("the server reads: %.*s\n", (int)n, (const char *)data);
}

static bool server_ended(Protocol *protocol)
{
	if (transport_write(server, "7 apples", 8) == 0)
		printf("the server answers\n");
	transport_close(server);
	return true;
}

int main(void)
{
	int ends[2];
	Protocol asks = { .connection_made = client_made,
		          .data_received = client_received,
		          .connection_lost = client_lost };
	Protocol answers = { .data_received = server_received,
		             .eof_received = server_ended };
	Loop *loop = asyncio_new_event_loop();

	if (io_socketpair(ends) < 0)
		return 1;
	transport_new(loop, ends[0], &asks);
	server = transport_new(loop, ends[1], &answers);
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
