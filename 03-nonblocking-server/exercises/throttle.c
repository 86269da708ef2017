/* throttle.c - reads from a connection, but not faster than so many bytes a second.
 *
 * A download that takes the whole line leaves nothing for the others. The reader need
 * not tell the sender: if it does not read, the system's memory for the connection is
 * full soon, and the sender has to wait. */
#include "throttle.h"

/* Called by connection_made. */
void throttle_begin(Throttle *throttle, Loop *loop, Transport *transport, double rate)
{
}

/* Called by data_received when n bytes have come. For as long as n bytes take at this
 * rate nothing more is read from the transport, and everything else goes on. Returns 0;
 * or the error of loop_call_later, and then the transport does not pause: nothing would
 * have it go on. */
int throttle_received(Throttle *throttle, size_t n)
{
	return 0;
}

/* Called by connection_lost, after which the transport is freed. Nothing happens to it
 * any more. */
void throttle_end(Throttle *throttle)
{
}
