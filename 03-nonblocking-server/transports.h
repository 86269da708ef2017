/* transports.h - a connection with callbacks: asyncio's selector transport. It reads
 * whatever comes, and writes whatever it is given as fast as the other side takes it.
 *
 * A transport that is NULL is one that has ended: it is closing, nothing waits in it, and
 * the functions below leave it as it is. */
#ifndef ASYNCIO_TRANSPORTS_H
#define ASYNCIO_TRANSPORTS_H

#include "io.h"
#include "protocols.h"

/* A transport for a connected socket, which it takes over, makes non-blocking, and closes
 * even if it is refused. Borrows protocol. It frees itself after connection_lost. NULL:
 * no memory, or the loop is closed. */
Transport *transport_new(Loop *loop, int fd, Protocol *protocol);

/* transport.write(): never blocks; what the system does not take at once is copied and
 * waits, at a cost that does not grow with what waits already. -ECONNRESET: the
 * connection is lost; -EPIPE: it is closing, or write_eof has been called; -ENOMEM:
 * nothing of it was taken. */
MUST_CHECK int transport_write(Transport *transport, const void *data, size_t n);

/* transport.write_eof(): ends our half when all is written; reading goes on. Errors as
 * write, but a second call is none. */
int transport_write_eof(Transport *transport);

/* transport.close(): reads no more, writes what waits, then closes and calls
 * connection_lost(0). transport.abort(): drops what waits. Neither calls anything at
 * once. */
void transport_close(Transport *transport);
void transport_abort(Transport *transport);
bool transport_is_closing(const Transport *transport);

/* transport.pause_reading(), transport.resume_reading(). */
void transport_pause_reading(Transport *transport);
void transport_resume_reading(Transport *transport);

/* Bytes that wait to be written; and the marks for pause_writing and resume_writing, in
 * bytes (64 KiB and a quarter of that). */
size_t transport_get_write_buffer_size(const Transport *transport);
void transport_set_write_buffer_limits(Transport *transport, size_t high, size_t low);

/* transport.get_extra_info("peername"), as text: "127.0.0.1:4711", "[::1]:4711", or
 * "unix:" and the path, which is mostly empty. What does not fit into size is cut off. If
 * it fails text is "": -ENOTCONN, the connection is lost or was never one; or the
 * system's. */
int transport_get_peername(const Transport *transport, char *text, size_t size);

#endif
