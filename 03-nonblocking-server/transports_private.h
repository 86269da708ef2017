/* transports_private.h - what a transport consists of. Its life and what it reads are in
 * transports.c, what it writes is in transport_writing.c. */
#ifndef ASYNCIO_TRANSPORTS_PRIVATE_H
#define ASYNCIO_TRANSPORTS_PRIVATE_H

#include "byte_buffer.h"
#include "transports.h"

/* The fields that each message uses come first. With a thousand connections the
 * processor waits for each line of the cache that a message touches. */
struct Transport {
	Loop *loop;
	Protocol *protocol;
	Handle reader;        /* of fd, while the transport reads */
	char *received;       /* what is read goes there: the loop's memory */
	int fd, error;        /* the error is for connection_lost */
	bool peer_ended;      /* nothing more will come */
	bool we_ended;        /* transport_write_eof has been called */
	bool reading_paused, writing_paused;
	bool closing;         /* it reads no more, and nothing more can be written */
	bool is_lost;         /* end is scheduled */
	ByteBuffer unsent;    /* what waits to be written */
	size_t high, low;     /* the marks, in bytes */
	Handle writer;        /* of fd, while something waits */
	Handle made, end;     /* each is scheduled once */
	Handle loop_closes;   /* on loop->closing */
};

/* Does nothing if the connection is lost already. Otherwise the transport is closing and
 * lost, and the error is noted. It neither reads nor writes any more (the reader is
 * cancelled; transport_drop), and its end is scheduled, which will call
 * connection_lost. */
void transport_lose(Transport *transport, int error);

/* Drops what waits to be written, and no longer has the loop watch for room: the writer
 * is cancelled. */
void transport_drop(Transport *transport);

/* Called when the socket has room, with the transport. Sends more of what waits, and
 * takes that off. If nothing is left, the rest is dropped, so that the loop does not
 * watch any more. Then it checks the marks, and at last transport_finish is called. If
 * the connection is lost while it sends, it does nothing of that. */
void transport_flush(void *transport);

/* Does what had to wait until all was written; does nothing as long as something waits.
 * A transport that is closing is lost, with error 0. Otherwise, if write_eof has been
 * called, closes our half: shutdown(2), SHUT_WR. If that fails the connection is lost
 * with the reason, except for two errors. ENOTCONN: the peer has reset the connection,
 * and the reader will find that, behind what came before. ENOTSOCK: a pipe has no half
 * that could be closed, and closing it is how its reader learns of the end; so it is
 * lost with 0. */
void transport_finish(Transport *transport);

#endif
