/* transports.c - sockets that read and write by themselves. The protocol is called by the
 * loop, but for what a write or new limits say of the marks. */
#include "transports.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { READ_AT_ONCE = 65536, HIGH_WATER = 65536 };

/* clang-format off */
struct Transport {
	Loop *loop;
	Protocol *protocol;
	int fd, error;                      /* the error is for connection_lost */
	Handle made, reader, writer, end;   /* the callbacks below */
	Handle loop_closes;
	char *buffer;                       /* what waits: size bytes from offset on */
	size_t offset, size, high, low;
	bool their_eof, eof;                /* they have ended their half; write_eof */
	bool reading_paused, writing_paused, closing, is_lost;
};
/* clang-format on */

/* ==== Step 3.5: the same with callbacks ==== */

/* Drops what waits to be written; the loop need not watch for room. */
static void transport_drop(Transport *t)
{
	handle_cancel(&t->writer);
	free(t->buffer);
	t->buffer = NULL;
	t->offset = t->size = 0;
}

/* Neither reads nor writes any more; connection_lost comes in a later pass, once. */
static void transport_lose(Transport *t, int error)
{
	if (t->is_lost)
		return;
	t->is_lost = t->closing = true;
	t->error = error;
	handle_cancel(&t->reader);
	transport_drop(t);
	loop_call_soon(t->loop, &t->end);
}

/* The last callback. When it is the loop that is closed, the protocol hears nothing. */
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

/* Reads on, unless it does already or there is nothing more to be read. What is watched
 * from now on is called behind what was scheduled: connection_made comes first. */
void transport_resume_reading(Transport *t)
{
	bool adds = !t->closing && !t->their_eof && t->reader.leave == NULL;
	int error = adds ? loop_add_reader(t->loop, t->fd, &t->reader) : 0;

	t->reading_paused = false;
	if (error < 0)
		transport_lose(t, error);
}

void transport_pause_reading(Transport *t)
{
	t->reading_paused = true;
	handle_cancel(&t->reader);
}

static void transport_made(void *arg)
{
	Transport *t = arg;

	if (t->protocol->connection_made != NULL)
		t->protocol->connection_made(t->protocol, t);
	if (!t->reading_paused)
		transport_resume_reading(t);
}

/* Reads once: there may be more, but then the loop calls again, and others in between. At
 * their end it closes, unless the protocol wants to go on writing. */
static void transport_read(void *arg)
{
	Transport *t = arg;
	char data[READ_AT_ONCE];
	ssize_t n = recv(t->fd, data, sizeof data, 0);

	if (n < 0 && errno != EAGAIN && errno != EINTR)
		transport_lose(t, -errno);
	if (n > 0 && t->protocol->data_received != NULL)
		t->protocol->data_received(t->protocol, data, (size_t)n);
	if (n != 0)
		return;
	t->their_eof = true;
	handle_cancel(&t->reader);
	if (t->protocol->eof_received == NULL || !t->protocol->eof_received(t->protocol))
		transport_close(t);
}

/* Gives the system what it takes now, and returns how much that was. An error loses the
 * connection. Without MSG_NOSIGNAL a peer that is gone would kill us with SIGPIPE. */
static size_t transport_send(Transport *t, const char *data, size_t n)
{
	ssize_t sent = send(t->fd, data, n, MSG_NOSIGNAL);

	if (sent < 0 && errno != EAGAIN && errno != EINTR)
		transport_lose(t, -errno);
	return sent < 0 ? 0 : (size_t)sent;
}

/* Tells the protocol when more than the high mark waits, and after that when no more than
 * the low one does. It may write, or close, before it returns. */
static void transport_check_marks(Transport *t)
{
	bool pause = t->size > (t->writing_paused ? t->low : t->high);
	void (*tell)(Protocol *) = pause ? t->protocol->pause_writing
	                                 : t->protocol->resume_writing;

	if (pause == t->writing_paused || t->is_lost)
		return;
	t->writing_paused = pause;
	if (tell != NULL)
		tell(t->protocol);
}

static void transport_finish(Transport *t)
{
	if (t->size == 0 && t->closing)
		transport_lose(t, 0);
	else if (t->size == 0 && t->eof)
		shutdown(t->fd, SHUT_WR);
}

static void transport_flush(void *arg)
{
	Transport *t = arg;
	size_t sent = transport_send(t, t->buffer + t->offset, t->size);

	t->offset += sent;
	t->size -= sent;
	if (t->size == 0)
		transport_drop(t);
	transport_check_marks(t);
	transport_finish(t);
}

/* Appends a copy to what waits, and has the loop watch for room; or changes nothing. */
static int transport_keep(Transport *t, const char *data, size_t n)
{
	bool watched = t->writer.leave != NULL;
	int error = watched ? 0 : loop_add_writer(t->loop, t->fd, &t->writer);

	if (error < 0)
		return error;
	if (t->offset > 0)
		memmove(t->buffer, t->buffer + t->offset, t->size);
	t->offset = 0;
	char *buffer = realloc(t->buffer, t->size + n);
	if (buffer == NULL)
		return -ENOMEM;
	t->buffer = buffer;
	memcpy(buffer + t->size, data, n);
	t->size += n;
	return 0;
}

/* Sends at once what the system takes, unless something waits already; keeps the rest. If
 * that fails when a part has been sent, the stream has a hole: it is lost. */
int transport_write(Transport *t, const void *data, size_t n)
{
	if (t->closing || t->eof)
		return t->error < 0 ? -ECONNRESET : -EPIPE;
	size_t sent = t->size > 0 || n == 0 ? 0 : transport_send(t, data, n);
	if (sent == n || t->is_lost)
		return t->is_lost ? -ECONNRESET : 0;
	int error = transport_keep(t, (const char *)data + sent, n - sent);
	if (error < 0 && sent > 0)
		transport_lose(t, error);
	error = t->error < 0 ? -ECONNRESET : error;
	transport_check_marks(t); /* the last: who is told may close the loop */
	return error;
}

int transport_write_eof(Transport *t)
{
	t->eof = true;
	transport_finish(t);
	return t->error < 0 ? -ECONNRESET : t->closing ? -EPIPE : 0;
}

void transport_close(Transport *t)
{
	t->closing = true;
	handle_cancel(&t->reader);
	transport_finish(t);
}

void transport_abort(Transport *t)
{
	transport_lose(t, 0);
}

bool transport_is_closing(const Transport *t)
{
	return t->closing;
}

size_t transport_get_write_buffer_size(const Transport *t)
{
	return t->size;
}

void transport_set_write_buffer_limits(Transport *t, size_t high, size_t low)
{
	t->high = high;
	t->low = low < high ? low : high;
	transport_check_marks(t);
}

Transport *transport_new(Loop *loop, int fd, Protocol *protocol)
{
	Transport *t = loop->closed ? NULL : malloc(sizeof *t);

	if (t == NULL) {
		loop_close_fd(loop, fd);
		return NULL;
	}
	/* clang-format off */
	*t = (Transport){ .loop = loop, .fd = fd, .protocol = protocol,
		.made = HANDLE(transport_made, t), .end = HANDLE(transport_end, t),
		.reader = HANDLE(transport_read, t), .writer = HANDLE(transport_flush, t),
		.loop_closes = HANDLE(transport_end, t),
		.high = HIGH_WATER, .low = HIGH_WATER / 4 };
	/* clang-format on */
	handle_append(&loop->closing, &t->loop_closes);
	loop_call_soon(loop, &t->made);
	return t;
}
