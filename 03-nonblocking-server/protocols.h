/* protocols.h - what a connection calls when something happens to it:
 * asyncio.Protocol. */
#ifndef ASYNCIO_PROTOCOLS_H
#define ASYNCIO_PROTOCOLS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Transport Transport;
typedef struct Protocol Protocol;

/* A member of a struct of your own, which outlives the connection. A function that is
 * NULL is not called. */
struct Protocol {
	/* Called once, in the pass after transport_new. */
	void (*connection_made)(Protocol *protocol, Transport *transport);
	/* n bytes have come. They are there until this returns. */
	void (*data_received)(Protocol *protocol, const void *data, size_t n);
	/* The other side has closed its half. If this returns true, ours stays open for
	 * writing. If it returns false, or is NULL, the transport closes itself when all
	 * is written. */
	bool (*eof_received)(Protocol *protocol);
	/* More bytes wait to be written than the high mark says. */
	void (*pause_writing)(Protocol *protocol);
	/* After that: no more bytes wait than the low mark says. */
	void (*resume_writing)(Protocol *protocol);
	/* Called once, and as the last: with 0 after a close, or with a negative errno.
	 * The descriptor is closed already. When this returns, the transport is freed.
	 * Not called if the loop is closed first: a closed loop calls nobody. */
	void (*connection_lost)(Protocol *protocol, int error);
};

#endif
