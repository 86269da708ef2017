/* when_is_it_closed.c - a transport that is written to, closed, and written to again */
#include "machines/descriptors.h"
#include "transports.h"

#include <stdio.h>
#include <unistd.h>

static int ends[2];

static void made(Protocol *protocol, Transport *transport)
{
	printf("made\n");
	printf("%s\n", transport_write(transport, "one", 3) < 0 ? "refused" : "written");
	transport_close(transport);
	printf("closed\n");
	printf("%s\n", transport_write(transport, "two", 3) < 0 ? "refused" : "written");
}

static void lost(Protocol *protocol, int error)
{
	char text[8] = "";

	printf("lost, with %d\n", error);
	if (read(ends[1], text, 7) > 0)
		printf("the peer reads: %s\n", text);
}

static void says(void *text)
{
	printf("%s\n", (const char *)text);
}

int main(void)
{
	Protocol protocol = { .connection_made = made, .connection_lost = lost };
	Loop *loop = asyncio_new_event_loop();
	Handle before = HANDLE(says, "before"), after = HANDLE(says, "after");

	if (io_socketpair(ends) < 0)
		return 1;
	loop_call_soon(loop, &before);
	transport_new(loop, ends[0], &protocol);
	loop_call_soon(loop, &after);
	printf("the run begins\n");
	int error = loop_run_forever(loop);
	loop_free(loop);
	return error < 0;
}
