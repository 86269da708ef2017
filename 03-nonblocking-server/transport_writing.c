/* transport_writing.c - what a transport writes: at once what the system takes, and the
 * rest when there is room; and how its connection is lost, which a write may find. */
#include "machines/writing.h"
#include "transports_private.h"

#include <errno.h>
#include <sys/socket.h>

/* Called when something waits or does not wait any more; rung 3.5.5 brings it. */
static void transport_check_marks(Transport *t);

/* ==== 3.5.3: a transport ends ==== */

void transport_drop(Transport *t)
{
	handle_cancel(&t->writer);
	byte_buffer_clear(&t->unsent);
}

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

void transport_finish(Transport *t)
{
	if (t->unsent.size > 0)
		return;
	if (t->closing)
		transport_lose(t, 0);
	else if (t->we_ended && shutdown(t->fd, SHUT_WR) < 0 && errno != ENOTCONN)
		transport_lose(t, errno == ENOTSOCK ? 0 : -errno);
}

/* ==== 3.5.4: what the system does not take waits ==== */

/* Gives the system what it takes now (io_write), and returns how many bytes that was. If
 * it takes nothing now (-EAGAIN, -EINTR) that is 0. After any other error it is 0, too,
 * and the connection is lost with that error. */
static size_t transport_send(Transport *t, const char *data, size_t n)
{
	ssize_t sent = io_write(t->fd, data, n);

	if (sent < 0 && sent != -EAGAIN && sent != -EINTR)
		transport_lose(t, (int)sent);
	return sent < 0 ? 0 : (size_t)sent;
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

/* Appends a copy to what waits, and has the loop watch for room with the writer, if it
 * does not already. Returns 0; or the error of loop_add_writer, or -ENOMEM, and then
 * nothing has changed: the loop watches for room only if it did before. */
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

/* Refuses if there is no transport, if it is closing, or if write_eof has been called:
 * with -ECONNRESET if its error is negative, otherwise with -EPIPE. Otherwise sends at
 * once what the system takes, but nothing if something waits already, for the bytes must
 * stay in their order, nor if there are none to send. What has not been sent is kept. If
 * the connection is lost meanwhile, the result is -ECONNRESET. If the rest cannot be
 * kept, the result is that error; but if a part has been sent already, there would be a
 * hole in the stream, so the connection is lost with it, and the result is -ECONNRESET.
 * After keeping, it checks the marks, and that comes last, because the protocol may
 * close the loop then. */
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
	transport_check_marks(t);
	return error;
}

size_t transport_get_write_buffer_size(const Transport *t)
{
	return t == NULL ? 0 : t->unsent.size;
}

/* ==== 3.5.5: the protocol is told to pause, and our half may end ==== */

/* Does nothing if the connection is lost. Calls pause_writing when more than the high
 * mark waits, and after that resume_writing when no more than the low mark does;
 * writing_paused is true in between. It is set before the call, because the protocol may
 * write, or close, before it returns. */
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

void transport_set_write_buffer_limits(Transport *t, size_t high, size_t low)
{
	if (t == NULL)
		return;
	t->high = high;
	t->low = low < high ? low : high;
	transport_check_marks(t);
}

/* The first call notes that our half has ended, and calls transport_finish. Returns
 * -ECONNRESET if the transport's error is negative; -EPIPE if there is no transport or
 * it was closing before; otherwise 0. */
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
