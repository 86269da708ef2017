/* transports.h - a connection with callbacks: asyncio's selector transport. It reads
 * whatever comes, and writes whatever it is given as fast as the other side takes it.
 *
 * For all functions below a transport that is NULL is one that has ended: it is closing,
 * nothing waits in it, and nothing changes. */
#ifndef ASYNCIO_TRANSPORTS_H
#define ASYNCIO_TRANSPORTS_H

#include "io.h"
#include "protocols.h"

/* Makes a transport for a connected socket. Takes over the descriptor, makes it
 * non-blocking, and closes it even if it refuses. Borrows the protocol. The transport
 * frees itself after connection_lost. Returns NULL if there is no memory or the loop is
 * closed. */
Transport *transport_new(Loop *loop, int fd, Protocol *protocol);

/* transport.write(): never blocks. What the system does not take at once is copied and
 * waits, at a cost that does not grow with what waits already. Returns 0; -ECONNRESET:
 * the connection is lost; -EPIPE: it is closing, or write_eof has been called; -ENOMEM:
 * nothing was taken. */
MUST_CHECK int transport_write(Transport *transport, const void *data, size_t n);

/* transport.write_eof(): closes our half when all is written; reading goes on. Returns
 * the errors of write, but a second call is no error. */
int transport_write_eof(Transport *transport);

/* transport.close(): reads no more, writes what waits, then closes the descriptor and
 * has connection_lost called with 0. transport.abort(): drops what waits, and then does
 * the same. Neither calls the protocol at once. */
void transport_close(Transport *transport);
void transport_abort(Transport *transport);
bool transport_is_closing(const Transport *transport);

/* transport.pause_reading(), transport.resume_reading(). */
void transport_pause_reading(Transport *transport);
void transport_resume_reading(Transport *transport);

/* The first returns how many bytes wait to be written. The second sets the marks for
 * pause_writing and resume_writing, in bytes (at first 64 KiB and a quarter of that),
 * and calls one of these at once if that has become due. A low mark above the high one
 * is the high one. */
size_t transport_get_write_buffer_size(const Transport *transport);
void transport_set_write_buffer_limits(Transport *transport, size_t high, size_t low);

/* transport.get_extra_info("peername"), as text: "127.0.0.1:4711", "[::1]:4711", or
 * "unix:" and the path, which is mostly empty. What does not fit into size is cut off.
 * If it fails text is "": -ENOTCONN, the connection is lost or was never one; or the
 * system's error. */
int transport_get_peername(const Transport *transport, char *text, size_t size);

#endif
