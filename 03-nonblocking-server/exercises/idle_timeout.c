/* idle_timeout.c - closes a connection that has said nothing for some time.
 *
 * A client whose cable was pulled out says nothing, and its server is never told. Most
 * servers end such a connection after a minute, or soon they have nothing else. */
#include "idle_timeout.h"

/* Called by connection_made: from now on the transport is aborted as soon as nothing has
 * touched it for so many seconds, even if something still waits to be written. Returns
 * 0, or the error of loop_call_later. */
int idle_begin(IdleTimeout *idle, Loop *loop, Transport *transport, double seconds)
{
	return 0;
}

/* Called by data_received: the seconds begin anew. Returns 0, or the error of
 * loop_call_later. */
int idle_touch(IdleTimeout *idle)
{
	return 0;
}

/* Called by connection_lost, after which the transport is freed. Nothing happens to it
 * any more. */
void idle_end(IdleTimeout *idle)
{
}
