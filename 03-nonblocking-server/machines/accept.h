/* accept.h - the connections that wait at a listener, for every server of this
 * tutorial. */
#ifndef ASYNCIO_MACHINES_ACCEPT_H
#define ASYNCIO_MACHINES_ACCEPT_H

#include <stdbool.h>

/* How many connections are accepted in one pass, before others have a turn; and for how
 * many seconds a listener rests when the system has no descriptor or no memory for
 * another connection. To try again at once would be in vain, and for ever. */
enum { ACCEPT_CROWD = 100, ACCEPT_REST = 1 };

/* Accepts a connection: returns its descriptor, which does not block and is closed in
 * programs that we start; -EAGAIN, none waits; or why none can be accepted now. A
 * connection that has failed before it was accepted, or that a firewall refused, is
 * passed over for the next one, up to a hundred times in a row: accept(2) reports its
 * error as if it were the listener's. */
int accept_connection(int listener);

/* Reports on stderr that a listener rests, and why. Called with what each
 * accept_connection of this listener has returned: only the first error is reported,
 * until -EAGAIN shows that all connections that waited have been accepted. */
void accept_report(bool *rests, int status);

/* Reports on stderr that a connection that was accepted is closed at once, and why. */
void accept_dropped(int error);

/* Reports on stderr that a connection is lost because this machine has run out of memory
 * or of room to watch descriptors: -ENOMEM, -ENOSPC. 0, or an error that comes from the
 * network, is not reported: it is the business of those who use the connection. */
void accept_lost(int error);

#endif
