/* transports.c - the life of a transport, and what it reads. What it writes is in
 * transport_writing.c. The protocol is called by the loop, except when a write or new
 * marks have it paused or resumed. */
#include "io_selector.h"
#include "transports_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { READ_AT_ONCE = 65536, HIGH_WATER = 65536 };

/* Rungs 3.5.3 and 3.5.7 bring these two. */
static void transport_end(void *arg);
static void transport_unblock(Transport *t);

/* ==== 3.5.2: a transport reads ==== */

/* Has the loop call the reader whenever something can be read; but not if the transport
 * is closing, nothing more can come, or it reads already. In any case it is not paused
 * afterwards. If the reader is refused, the connection is lost with that error. */
void transport_resume_reading(Transport *t)
{
	if (t == NULL)
		return;
	bool adds = !t->closing && !t->peer_ended && t->reader.leave == NULL;
	int error = adds ? loop_add_reader(t->loop, t->fd, &t->reader) : 0;

	t->reading_paused = false;
	if (error < 0)
		transport_lose(t, error);
}

/* Cancels the reader. transport_made looks at reading_paused. */
void transport_pause_reading(Transport *t)
{
	if (t == NULL)
		return;
	t->reading_paused = true;
	handle_cancel(&t->reader);
}

/* Called in the pass after transport_new. Calls connection_made. If nothing can come
 * (peer_ended: it is a pipe that can only be written to), calls eof_received, whose
 * answer does not matter, even if connection_made has closed the transport. Then resumes
 * reading, unless it is paused. */
static void transport_made(void *arg)
{
	Transport *t = arg;

	if (t->protocol->connection_made != NULL)
		t->protocol->connection_made(t->protocol, t);
	if (t->peer_ended && t->protocol->eof_received != NULL)
		t->protocol->eof_received(t->protocol);
	if (!t->reading_paused)
		transport_resume_reading(t);
}

/* Returns the memory, READ_AT_ONCE bytes, that all transports of a loop read into:
 * selector->received, which is allocated for the first of them. NULL: there is no
 * memory. A stack may be too small for that, and what has been read is used at once. */
static char *transport_memory(Loop *loop)
{
	IoSelector *selector = (IoSelector *)(void *)loop->selector;

	if (selector->received == NULL)
		selector->received = malloc(READ_AT_ONCE);
	return selector->received;
}

/* Called by the reader. Reads once, at most READ_AT_ONCE bytes. If there is more, the
 * loop will call again, and others in between. What has come goes to data_received.
 * After an error, other than EAGAIN and EINTR, the connection is lost. At the end (0
 * bytes) the peer has closed its half: the reader is cancelled, eof_received is called,
 * and unless it is there and returns true the transport closes itself.
 *
 * Before the call of read(2) the processor is asked to fetch the protocol
 * (__builtin_prefetch), which comes while the system reads. */
static void transport_read(void *arg)
{
	Transport *t = arg;

	__builtin_prefetch(t->protocol);
	ssize_t n = read(t->fd, t->received, READ_AT_ONCE);

	if (n < 0 && errno != EAGAIN && errno != EINTR)
		transport_lose(t, -errno);
	if (n > 0 && t->protocol->data_received != NULL)
		t->protocol->data_received(t->protocol, t->received, (size_t)n);
	if (n != 0)
		return;
	t->peer_ended = true;
	handle_cancel(&t->reader);
	if (t->protocol->eof_received == NULL || !t->protocol->eof_received(t->protocol))
		transport_close(t);
}

/* If the loop is closed, or there is no memory for what is read or for the transport,
 * closes the descriptor with loop_close_fd, and returns NULL. Otherwise makes the
 * handles (made calls transport_made; end and loop_closes call transport_end; reader
 * calls transport_read, writer transport_flush) and the marks: HIGH_WATER, and a quarter
 * of that. loop_closes goes to the end of loop->closing, made is scheduled, and at last
 * transport_unblock is called. */
Transport *transport_new(Loop *loop, int fd, Protocol *protocol)
{
	char *received = loop->closed ? NULL : transport_memory(loop);
	Transport *t = received == NULL ? NULL : malloc(sizeof *t);

	if (t == NULL) {
		loop_close_fd(loop, fd);
		return NULL;
	}
	/* clang-format off */
	*t = (Transport){ .loop = loop, .fd = fd, .protocol = protocol,
		.received = received,
		.made = HANDLE(transport_made, t), .end = HANDLE(transport_end, t),
		.reader = HANDLE(transport_read, t), .writer = HANDLE(transport_flush, t),
		.loop_closes = HANDLE(transport_end, t),
		.high = HIGH_WATER, .low = HIGH_WATER / 4 };
	/* clang-format on */
	handle_append(&loop->closing, &t->loop_closes);
	loop_call_soon(loop, &t->made);
	transport_unblock(t);
	return t;
}

/* ==== 3.5.3: a transport ends ==== */

/* Called when the connection is lost, and when the loop is closed. Loses the connection
 * (with 0), if that has not happened, cancels made, end and loop_closes, and closes the
 * descriptor with loop_close_fd. Then calls connection_lost with the error, unless the
 * loop is closed, and frees the transport. */
static void transport_end(void *arg)
{
	Transport *t = arg;

	transport_lose(t, 0);
	handle_cancel(&t->made);
	handle_cancel(&t->end);
	handle_cancel(&t->loop_closes);
	loop_close_fd(t->loop, t->fd);
	if (!t->loop->closed && t->protocol->connection_lost != NULL)
		t->protocol->connection_lost(t->protocol, t->error);
	free(t);
}

/* The transport is closing, and its reader is cancelled. transport_finish does the rest,
 * as soon as all is written. */
void transport_close(Transport *t)
{
	if (t == NULL)
		return;
	t->closing = true;
	handle_cancel(&t->reader);
	transport_finish(t);
}

/* Loses the connection, with error 0. */
void transport_abort(Transport *t)
{
	if (t != NULL)
		transport_lose(t, 0);
}

bool transport_is_closing(const Transport *t)
{
	return t == NULL || t->closing;
}

/* ==== 3.5.7, may be skipped at first: pipes, and sockets that block ==== */

/* Makes the descriptor non-blocking (fcntl(2), O_NONBLOCK), if it is not, because a
 * socket that blocks would stop the whole loop. If its flags cannot be read or changed,
 * the connection is lost with the reason. A socket goes both ways. But an end of a pipe
 * can only be read from or only be written to (O_ACCMODE): from O_WRONLY nothing will
 * come (peer_ended), and to O_RDONLY nothing can be written (we_ended). */
static void transport_unblock(Transport *t)
{
	int flags = fcntl(t->fd, F_GETFL);

	if (flags < 0 ||
	    (!(flags & O_NONBLOCK) && fcntl(t->fd, F_SETFL, flags | O_NONBLOCK) < 0))
		transport_lose(t, -errno);
	t->peer_ended = (flags & O_ACCMODE) == O_WRONLY;
	t->we_ended = (flags & O_ACCMODE) == O_RDONLY;
}
