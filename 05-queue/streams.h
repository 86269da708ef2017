/* streams.h - connections that tasks read and write: asyncio's streams. A stream is a
 * bounded queue of bytes between a socket and a task.
 *
 *   StreamReader *reader;                reader, writer = await
 *   StreamWriter *writer;                        asyncio.open_connection(host, port)
 *   error = asyncio_open_connection(host, port, &reader, &writer);
 *   error = writer_write(writer, "hello\n", 6);  writer.write(b"hello\n")
 *   error = writer_drain(writer);                await writer.drain()
 *   n = reader_readline(reader, line, sizeof line);
 *   writer_free(writer);                 writer.close()
 *
 * Functions that may wait return a negative errno when they fail: the error that the
 * connection was lost with; -EPERM, it would have to wait and no task is running;
 * -EBADF, the stream, or the server, was freed meanwhile; -ECANCELED, the task was
 * cancelled while it waited, and that wins over the others. */
#ifndef ASYNCIO_STREAMS_H
#define ASYNCIO_STREAMS_H

#include "byte_buffer.h"
#include "transports.h"
#include "waiters.h"

#include <sys/types.h>

enum { STREAM_LIMIT = 65536 }; /* bytes, unless you say otherwise */

typedef struct StreamReader {
	size_t limit;   /* yours to change: of a line; twice that is read ahead */
	size_t partial; /* after -ENODATA: how many bytes came before the end */
	ByteBuffer buffer; /* yours to look at: what has come, and was not taken yet */

	/* The rest is its own. */
	bool eof, paused;    /* paused: the stream has paused its transport: it is full */
	Links readers;       /* wait queue for bytes: one task at most */
	unsigned long takes; /* how often bytes were taken out */
} StreamReader;

typedef struct StreamWriter {
	Transport *transport; /* for its limits; NULL: the connection has ended, and all
	                       * functions of transports.h leave it so */

	/* The rest is its own. */
	int error; /* that the connection was lost with */
	bool paused;
	Links drainers, closers;
} StreamWriter;

/* reader, writer = await asyncio.open_connection(host, port): connects to a server, at
 * the first of the host's addresses that accepts the connection. Reader and writer are
 * yours, until writer_free. The host is a name, or an address in digits; NULL: this
 * machine. If it fails both are NULL: -ENOENT, there is no such name (in words:
 * getaddrinfo_strerror); -EINVAL, the port is not one of 0 to 65535; or the error of the
 * last address that was tried. */
MUST_CHECK int asyncio_open_connection(const char *host, int port,
                                       StreamReader **reader, StreamWriter **writer);

/* asyncio.open_unix_connection(path): the same, to a server at a path of this machine.
 * -ENAMETOOLONG: the path has more than about a hundred bytes; -ENOENT: nothing is at
 * the path, or it is empty; -ECONNREFUSED: no server listens there any more; -EAGAIN:
 * too many connections wait until that server accepts them. */
MUST_CHECK int asyncio_open_unix_connection(const char *path, StreamReader **reader,
                                            StreamWriter **writer);

/* asyncio.open_connection(sock=fd), loop.connect_read_pipe(), connect_write_pipe(): for
 * a connected socket, an end of a pipe or a terminal, which it takes over, makes
 * non-blocking, and closes even if it is refused: -ESHUTDOWN, the loop is closed;
 * -ENOMEM; -EPERM, no loop is running. The reader of a pipe that can only be written to
 * is at its end; to write to one that can only be read from is -EPIPE; write_eof closes
 * a pipe. If the other end of a pipe is closed, the next write finds that. If the
 * system refuses the descriptor, with -EBADF or -ENOTCONN for example, the first read
 * returns that error. */
MUST_CHECK int asyncio_open_connection_sock(int fd, StreamReader **reader,
                                            StreamWriter **writer);

/* One task reads at a time: -EBUSY, another one waits. When the connection has been lost
 * with an error that is what they return, even if there were bytes left. A call that
 * finds enough bytes in reader->buffer does not suspend: a task that reads line after
 * line may take all that was read ahead before another task runs.
 *
 * data = await reader.read(n): what there is, 1 to n bytes; 0: the end. */
MUST_CHECK ssize_t reader_read(StreamReader *reader, void *data, size_t n);

/* data = await reader.readexactly(n), whatever the limit. -ENODATA: the end came before,
 * and reader->partial bytes: that is how to read everything. */
MUST_CHECK ssize_t reader_readexactly(StreamReader *reader, void *data, size_t n);

/* line = await reader.readline(): its length, with the newline, which the last line need
 * not have; 0: the end. Stores a '\0' behind it. -EMSGSIZE: it does not fit into size,
 * or is longer than the limit without the newline: it is dropped, or as much as has
 * come, and then the next line is the rest of it. -EINVAL: size has no room for any. */
MUST_CHECK ssize_t reader_readline(StreamReader *reader, char *line, size_t size);

/* data = await reader.readuntil(separator): the same up to and with the separator, a
 * string. -EMSGSIZE: nothing is dropped; -ENODATA: the end came before, and
 * reader->partial bytes; -EINVAL: the separator is empty, or size has no room for it. */
MUST_CHECK ssize_t reader_readuntil(StreamReader *reader, const char *separator,
                                    char *data, size_t size);

/* reader.at_eof(): the end has come, and all before it has been read. */
bool reader_at_eof(const StreamReader *reader);

/* writer.write(): never waits; what the system does not take at once is copied.
 * -ECONNRESET: the connection is lost; -EPIPE: it is closing, or write_eof has been
 * called; -ENOMEM: nothing of it was taken. */
MUST_CHECK int writer_write(StreamWriter *writer, const void *data, size_t n);

/* await writer.drain(): waits while more than 64 KiB wait to be sent, until it is a
 * quarter of that. -ECONNRESET: the connection is lost; -EPIPE: it is closing. */
MUST_CHECK int writer_drain(StreamWriter *writer);

/* writer.write_eof(): ends our half of the connection when all is sent; reading goes on.
 * Errors as writer_write. */
int writer_write_eof(StreamWriter *writer);

/* writer.close(): sends what waits, then closes; and then the reader is at its end. If
 * bytes have come that were not read, the system resets the connection when it is
 * closed, and the peer may lose what was sent last: end your half and read to the end
 * first. */
void writer_close(StreamWriter *writer);

/* writer.transport.abort(): drops what waits, then closes. Does nothing if the
 * connection has ended. */
void writer_abort(StreamWriter *writer);

/* writer.get_extra_info("peername"), as text: see transport_get_peername. */
int writer_get_peername(const StreamWriter *writer, char *text, size_t size);

/* await writer.wait_closed(): waits until the connection has ended, after writer_close
 * for example. Returns 0, or the error that it was lost with. */
MUST_CHECK int writer_wait_closed(StreamWriter *writer);

/* The end of both, on every path: closes, if that has not been done; what waits is still
 * sent. Tasks that wait get -EBADF. NULL: nothing. */
void writer_free(StreamWriter *writer);

/* Called by a server with each connection. When it returns, the connection is closed and
 * the reader and the writer are freed: nothing may use them any more. It runs in a task
 * of its own, which is named after the client, such as "client 127.0.0.1:50000", as far
 * as the 31 bytes of a name go (writer_get_peername has all of it). Its error is
 * reported, unless it is -ECANCELED. */
typedef int ConnectionFn(StreamReader *reader, StreamWriter *writer, void *arg);

typedef struct Server {
	int port; /* at which it listens; 0: it listens at a path */

	/* The rest is its own. */
	Loop *loop;
	ConnectionFn *fn;
	void *arg;
	bool in_use;        /* until server_free */
	Handle loop_closes; /* in loop->closing, until the server is closed */
	Links listeners;    /* one for each address; none: the server is closed */
	Links connections;  /* the streams whose connections have not ended */
	Links waiters;      /* tasks in server_wait_closed */
} Server;

/* server = await asyncio.start_server(fn, host, port): starts a server, which calls fn
 * with each connection. The server is yours, until server_free. It borrows arg, until
 * the last call of fn has returned. It listens at all addresses of the host, which is a
 * name or an address in digits; NULL: at every address of this machine. An address that
 * this machine does not have is left out if it has another one. Port 0: any that is
 * free, the same at all addresses. If it fails *server is NULL: as
 * asyncio_open_connection, or -EADDRINUSE; -EINVAL, there is no fn; -EPERM, no loop is
 * running; -ENOMEM. While the system has no descriptor or memory for more connections
 * the server rests, which it reports. */
MUST_CHECK int asyncio_start_server(ConnectionFn *fn, void *arg, const char *host,
                                    int port, Server **server);

/* asyncio.start_server(sock=fd): the same, at a socket that is bound to an address. The
 * server takes the socket, makes it non-blocking, and closes it even if it fails. */
MUST_CHECK int asyncio_start_server_sock(ConnectionFn *fn, void *arg, int fd,
                                         Server **server);

/* asyncio.start_unix_server(fn, path): the same, at a path of this machine. A socket
 * that an earlier server has left there is removed, as in CPython; anything else there
 * is -EADDRINUSE. When the server is closed its socket stays at the path. -ENAMETOOLONG:
 * the path has more than about a hundred bytes; -ENOENT: it is empty. */
MUST_CHECK int asyncio_start_unix_server(ConnectionFn *fn, void *arg, const char *path,
                                         Server **server);

/* server.close(): accepts no connection any more; those that it has live on. A second
 * call does nothing. */
void server_close(Server *server);

/* server.abort_clients(): ends all connections, and drops what waits to be sent to
 * them. */
void server_abort_clients(Server *server);

/* await server.wait_closed(): waits until the server is closed and all its connections
 * have ended. -EBADF: the server was freed meanwhile. It does not wait for the functions
 * that were called with the connections: a function that waits for something else, a
 * second connection for example, when its connection is aborted, returns later. If main
 * returns before that, its task is reported as still running, and cancelled. */
MUST_CHECK int server_wait_closed(Server *server);

/* Closes the server, if that has not been done, and gives it up: connections live on,
 * and with the last of them it is freed. NULL: does nothing. */
void server_free(Server *server);

/* For what is built on streams. */

typedef struct Stream {
	Protocol protocol;
	StreamReader reader;
	StreamWriter writer;
	Loop *loop;
	bool in_use; /* somebody has yet to free it */
	int waits;   /* tasks that have yet to return from connection_wait */
	Handle loop_closes;
	/* Of the server that owns it, if one does: until its task has ended, also when
	 * the connection has ended before. The function lost is called when the
	 * connection ends; NULL: no server owns the stream. */
	void (*lost)(struct Stream *stream);
	Server *server;
	Links siblings;
	Handle handled; /* when its task has ended */
} Stream;

/* Returns a stream of a connected socket, which it takes over. NULL: there is no memory,
 * or the loop is closed; then the socket is closed. */
Stream *connection_new(Loop *loop, int fd);

/* Returns the loop in which the caller runs; NULL: none. */
Loop *connection_loop(void);

/* Stores a list of the addresses of a host, each with this port: at least one, and
 * freeaddrinfo frees it. The flags are those of getaddrinfo. Returns 0, and if it fails
 * *all is NULL: -EPERM, the loop is NULL; -EINVAL, the port is not one of 0 to 65535;
 * -ENOENT, there is no such name; or another error of loop_getaddrinfo. */
struct addrinfo;
int connection_addresses(Loop *loop, const char *host, int port, int flags,
                         struct addrinfo **all);

/* Gives the stream up, and closes it if it is open. It is freed when its transport has
 * gone, and when no task waits for it any more. */
void connection_release(void *stream);

/* Waits in a wait queue of the stream, as waiters_wait does. -EBADF: the stream has been
 * freed meanwhile. If the connection is lost, a task that reads fails with that
 * error. */
MUST_CHECK int connection_wait(Stream *stream, Links *queue, const FutureKind *kind);

#endif
