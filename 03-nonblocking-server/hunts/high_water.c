/* high_water.c - A transport's high mark is ten bytes above what waits in it. Then bytes
 * are written, one at a time. */
#include "machines/descriptors.h"
#include "transports.h"

#include <stdio.h>
#include <unistd.h>

static void pauses(Protocol *protocol)
{
	printf("pause_writing\n");
}

static void fills(Protocol *protocol, Transport *transport)
{
	static char bytes[4096];

	while (transport_get_write_buffer_size(transport) == 0)
		if (transport_write(transport, bytes, sizeof bytes) < 0)
			return;
	size_t waits = transport_get_write_buffer_size(transport);
	transport_set_write_buffer_limits(transport, waits + 10, waits);
	for (int i = 1; i <= 12; i++) {
		printf("byte %d\n", i);
		if (transport_write(transport, "x", 1) < 0)
			return;
	}
	transport_abort(transport);
}

int main(void)
{
	int ends[2];
	Protocol protocol = { .connection_made = fills, .pause_writing = pauses };
	Loop *loop = asyncio_new_event_loop();

	if (io_socketpair(ends) < 0)
		return 1;
	transport_new(loop, ends[0], &protocol);
	int error = loop_run_forever(loop);
	loop_free(loop);
	close(ends[1]);
	return error < 0;
}
