/* transport_writing.c - what a transport writes: at once what the system takes, and the
 * rest when there is room. */
#include "machines/writing.h"
#include "transports_private.h"

#include <errno.h>
#include <sys/socket.h>

/* ==== Step 3.5: the same with callbacks ==== */

void transport_drop(Transport *t)
{
	handle_cancel(&t->writer);
	byte_buffer_clear(&t->unsent);
}

/* Gives the system what it takes now, and returns how much that was. An error loses the
 * connection. */
static size_t transport_send(Transport *t, const char *data, size_t n)
{
	ssize_t sent = io_write(t->fd, data, n);

	if (sent < 0 && sent != -EAGAIN && sent != -EINTR)
		transport_lose(t, (int)sent);
	return sent < 0 ? 0 : (size_t)sent;
}

/* Calls pause_writing when more than the high mark waits, and after that resume_writing
 * when no more than the low one does. The protocol may write, or close, before it
 * returns. */
static void transport_check_marks(Transport *t)
{
	bool pause = t->unsent.size > (t->writing_paused ? t->low : t->high);
	void (*call)(Protocol *) = pause ? t->protocol->pause_writing
	                                 : t->protocol->resume_writing;

	if (pause == t->writing_paused || t->is_lost)
		return;
	t->writing_paused = pause;
	if (call != NULL)
		call(t->protocol);
}

/* ENOTCONN: the peer has reset the connection, which the reader will find, behind what
 * came before. ENOTSOCK: a pipe has no half that could be shut down, so closing it is how
 * its reader is told of the end. */
void transport_finish(Transport *t)
{
	if (t->unsent.size > 0)
		return;
	if (t->closing)
		transport_lose(t, 0);
	else if (t->we_ended && shutdown(t->fd, SHUT_WR) < 0 && errno != ENOTCONN)
		transport_lose(t, errno == ENOTSOCK ? 0 : -errno);
}

void transport_flush(void *arg)
{
	Transport *t = arg;
	ByteBuffer *unsent = &t->unsent;
	size_t sent = transport_send(t, unsent->memory + unsent->begin, unsent->size);

	if (t->is_lost)
		return;
	byte_buffer_take(unsent, NULL, sent);
	if (unsent->size == 0)
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
	if (byte_buffer_append(&t->unsent, data, n))
		return 0;
	if (!watched)
		handle_cancel(&t->writer);
	return -ENOMEM;
}

/* Sends at once what the system takes, unless something waits already; keeps the rest. If
 * that fails when a part has been sent, the stream has a hole: it is lost. */
int transport_write(Transport *t, const void *data, size_t n)
{
	if (t == NULL || t->closing || t->we_ended)
		return t != NULL && t->error < 0 ? -ECONNRESET : -EPIPE;
	size_t sent = t->unsent.size > 0 || n == 0 ? 0 : transport_send(t, data, n);
	if (sent == n || t->is_lost)
		return t->is_lost ? -ECONNRESET : 0;
	int error = transport_keep(t, (const char *)data + sent, n - sent);
	if (error < 0 && sent > 0)
		transport_lose(t, error);
	error = t->error < 0 ? -ECONNRESET : error;
	transport_check_marks(t); /* the last: the protocol may close the loop */
	return error;
}

int transport_write_eof(Transport *t)
{
	if (t == NULL)
		return -EPIPE;
	bool first = !t->we_ended, closing = t->closing;

	t->we_ended = true;
	if (first)
		transport_finish(t);
	return t->error < 0 ? -ECONNRESET : closing ? -EPIPE : 0;
}

size_t transport_get_write_buffer_size(const Transport *t)
{
	return t == NULL ? 0 : t->unsent.size;
}

void transport_set_write_buffer_limits(Transport *t, size_t high, size_t low)
{
	if (t == NULL)
		return;
	t->high = high;
	t->low = low < high ? low : high;
	transport_check_marks(t);
}
