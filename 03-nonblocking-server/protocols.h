/* protocols.h - what a connection calls when something happens to it:
 * asyncio.Protocol. */
#ifndef ASYNCIO_PROTOCOLS_H
#define ASYNCIO_PROTOCOLS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Transport Transport;
typedef struct Protocol Protocol;

/* The first member of your own struct, which outlives the connection. A function that is
 * NULL is not called. */
struct Protocol {
	/* Once, in the pass after transport_new. */
	void (*connection_made)(Protocol *protocol, Transport *transport);
	/* What has come: n bytes, which are there until you return. */
	void (*data_received)(Protocol *protocol, const void *data, size_t n);
	/* The other side has ended its half. true: ours stays open for writing; false, or
	 * NULL: the transport closes itself once all is written. */
	bool (*eof_received)(Protocol *protocol);
	/* More than the high-water mark waits to be written; no more than the low one. */
	void (*pause_writing)(Protocol *protocol);
	void (*resume_writing)(Protocol *protocol);
	/* Once, and the last thing: 0 after a close, or a negative errno. After it
	 * returns the transport is gone; the descriptor is closed already. */
	void (*connection_lost)(Protocol *protocol, int error);
};

#endif
