/* transports.c - the life of a transport, and what it reads. What it writes is in
 * transport_writing.c. The protocol is called by the loop, but for what a write or new
 * limits say of the marks. */
#include "io_selector.h"
#include "transports_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { READ_AT_ONCE = 65536, HIGH_WATER = 65536 };

/* ==== Step 3.5: the same with callbacks ==== */

void transport_lose(Transport *t, int error)
{
	if (t->is_lost)
		return;
	t->is_lost = t->closing = true;
	t->error = error;
	handle_cancel(&t->reader);
	transport_drop(t);
	loop_call_soon(t->loop, &t->end);
}

/* The last callback. When it is the loop that is closed, the protocol is not called. */
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

/* Reads on, unless the transport does already or nothing more can come. The reader is
 * called behind what is scheduled when it is added: connection_made comes first. */
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

void transport_pause_reading(Transport *t)
{
	if (t == NULL)
		return;
	t->reading_paused = true;
	handle_cancel(&t->reader);
}

static void transport_made(void *arg)
{
	Transport *t = arg;

	if (t->protocol->connection_made != NULL)
		t->protocol->connection_made(t->protocol, t);
	if (t->peer_ended && t->protocol->eof_received != NULL)
		t->protocol->eof_received(t->protocol); /* it cannot be read from */
	if (!t->reading_paused)
		transport_resume_reading(t);
}

/* The memory that all transports of a loop read into, one after the other: a stack may be
 * small, and what has been read is used at once. NULL: no memory. */
static char *transport_memory(Loop *loop)
{
	IoSelector *selector = (IoSelector *)(void *)loop->selector;

	if (selector->received == NULL)
		selector->received = malloc(READ_AT_ONCE);
	return selector->received;
}

/* Reads once: there may be more, but then the loop calls again, and others in between.
 * When the peer has ended its half the transport closes itself, unless the protocol wants
 * to go on writing. */
static void transport_read(void *arg)
{
	Transport *t = arg;

	__builtin_prefetch(t->protocol); /* it comes while the system reads */
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

void transport_close(Transport *t)
{
	if (t == NULL)
		return;
	t->closing = true;
	handle_cancel(&t->reader);
	transport_finish(t);
}

void transport_abort(Transport *t)
{
	if (t != NULL)
		transport_lose(t, 0);
}

bool transport_is_closing(const Transport *t)
{
	return t == NULL || t->closing;
}

/* A socket that blocks would stop the whole loop. If that cannot be changed, the
 * connection is lost with the reason. A socket goes both ways; an end of a pipe can only
 * be read from or only be written to. */
static void transport_unblock(Transport *t)
{
	int flags = fcntl(t->fd, F_GETFL);

	if (flags < 0 ||
	    (!(flags & O_NONBLOCK) && fcntl(t->fd, F_SETFL, flags | O_NONBLOCK) < 0))
		transport_lose(t, -errno);
	t->peer_ended = (flags & O_ACCMODE) == O_WRONLY;
	t->we_ended = (flags & O_ACCMODE) == O_RDONLY;
}

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
