/* transports_private.h - what a transport consists of, for its two halves: transports.c,
 * its life and what it reads; transport_writing.c. */
#ifndef ASYNCIO_TRANSPORTS_PRIVATE_H
#define ASYNCIO_TRANSPORTS_PRIVATE_H

#include "byte_buffer.h"
#include "transports.h"

/* The fields that each message uses come first. With a thousand connections the processor
 * waits for each line of the cache that a message touches. */
struct Transport {
	Loop *loop;
	Protocol *protocol;
	Handle reader;
	char *received;            /* what is read goes there: the loop's memory */
	int fd, error;             /* the error is for connection_lost */
	bool peer_ended, we_ended; /* nothing more will come; write_eof was called */
	bool reading_paused, writing_paused, closing, is_lost;
	ByteBuffer unsent;          /* what waits to be written */
	size_t high, low;           /* the marks, in bytes */
	Handle writer, made, end;   /* writer: there is room again */
	Handle loop_closes;
};

/* Neither reads nor writes any more, and drops what waits to be written. connection_lost
 * is called with the error in a later pass. Only the first call has an effect. */
void transport_lose(Transport *transport, int error);

/* Drops what waits to be written; the loop no longer watches for room. */
void transport_drop(Transport *transport);

/* Is called when the socket has room: sends more of what waits. */
void transport_flush(void *transport);

/* Does what had to wait until all was written, if it is: a close, or the end of our half.
 * Does nothing otherwise. */
void transport_finish(Transport *transport);

#endif
