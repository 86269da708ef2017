/* streams.c - what a connection brings goes into a buffer, and wakes the task that
 * reads. */
#include "streams.h"
#include "prefetch.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>

/* Later rungs bring these. Until then they do nothing. */
static void pause_writing(Protocol *protocol);
static void resume_writing(Protocol *protocol);
static void connection_lost(Protocol *protocol, int error);
static void connection_loop_closes(void *stream);

/* ==== 5.2.1: a socket gets a stream, which keeps what comes ==== */

static Stream *stream_of(Protocol *protocol)
{
	return container_of(protocol, Stream, protocol);
}

/* Called by the transport with bytes that have come. Appends them to the reader's
 * buffer. If there is no memory for them, the stream would have a hole: so the writer's
 * error becomes -ENOMEM, the transport is aborted, and nothing else happens. If the
 * buffer has more than twice the reader's limit now, the transport is paused
 * (transport_pause_reading), and reader->paused says that the stream did it. At last the
 * task that waits for bytes is woken, if there is one. Before that, stack_prefetch is
 * given reader->readers.next, which lies on the stack of that task: this stack is about
 * to be used. */
static void data_received(Protocol *protocol, const void *data, size_t n)
{
	StreamReader *reader = &stream_of(protocol)->reader;
	StreamWriter *writer = &stream_of(protocol)->writer;

	if (!byte_buffer_append(&reader->buffer, data, n)) {
		writer->error = -ENOMEM;
		transport_abort(writer->transport);
		return;
	}
	if ((reader->buffer.size - 1) / 2 >= reader->limit) {
		reader->paused = true;
		transport_pause_reading(writer->transport);
	}
	if (!waiters_empty(&reader->readers))
		stack_prefetch(reader->readers.next);
	waiters_wake_all(&reader->readers);
}

/* Called by the transport when no more bytes will come. Notes it in reader->eof, and
 * wakes the task that waits for bytes. Returns true, which keeps the other half of the
 * connection open: the program may go on writing. */
static bool eof_received(Protocol *protocol)
{
	StreamReader *reader = &stream_of(protocol)->reader;

	reader->eof = true;
	waiters_wake_all(&reader->readers);
	return true;
}

/* Allocates a stream with a protocol (NULL for connection_made, then data_received,
 * eof_received, and the first three functions that later rungs bring), the loop, in_use,
 * the limit STREAM_LIMIT, and the handle loop_closes, which calls connection_loop_closes
 * with the stream. In this order: has TCP send small pieces at once (TCP_NODELAY; other
 * kinds of sockets do not know the option, and its error does not matter), because the
 * program decides what leaves together; appends loop_closes to loop->closing, so that it
 * comes before the transport's; makes the transport. If there is no memory for the
 * stream the descriptor is closed, with loop_close_fd; if there is no transport the
 * stream is released. Returns NULL then. */
Stream *connection_new(Loop *loop, int fd)
{
	Stream *stream = malloc(sizeof *stream);
	int yes = 1;

	if (stream == NULL) {
		loop_close_fd(loop, fd);
		return NULL;
	}
	*stream = (Stream){ .protocol = { NULL, data_received, eof_received,
		                          pause_writing, resume_writing,
		                          connection_lost },
		            .loop = loop,
		            .in_use = true,
		            .reader.limit = STREAM_LIMIT,
		            .loop_closes = HANDLE(connection_loop_closes, stream) };
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	handle_append(&loop->closing, &stream->loop_closes);
	stream->writer.transport = transport_new(loop, fd, &stream->protocol);
	if (stream->writer.transport != NULL)
		return stream;
	connection_release(stream);
	return NULL;
}

/* ==== 5.2.2: a task reads, and waits for more ==== */

/* Frees a stream that nothing needs any more: see below. */
static void connection_check_end(Stream *stream);

/* Waits in this wait queue. Other tasks may run between the wake-up of a waiter and its
 * next step, and one of them may free the stream. So stream->waits counts the tasks that
 * are in this function: until it is 0 the memory of the stream stays. Returns the error
 * of the wait; -EBADF if that succeeded and the stream is not in use any more. Calls
 * connection_check_end in the end. */
int connection_wait(Stream *stream, Links *queue, const FutureKind *kind)
{
	Waiter waiter;

	stream->waits++;
	int error = waiters_wait(queue, &waiter, kind);
	stream->waits--;
	if (error == 0 && !stream->in_use)
		error = -EBADF;
	connection_check_end(stream);
	return error;
}

/* ==== 5.2.4: a task writes, and is slowed down ==== */

/* Called by the transport when more than 64 KiB wait to be sent: notes it in
 * writer->paused. */
static void pause_writing(Protocol *protocol)
{
	stream_of(protocol)->writer.paused = true;
}

/* Called by the transport when no more than 16 KiB wait: notes it, and wakes all tasks
 * that drain. */
static void resume_writing(Protocol *protocol)
{
	StreamWriter *writer = &stream_of(protocol)->writer;

	writer->paused = false;
	waiters_wake_all(&writer->drainers);
}

/* ==== 5.2.5: a connection ends, and its stream is freed ==== */

/* Frees the stream, with the bytes of its buffer, if nothing needs it any more: it is
 * not in use, its transport has gone, and no task is in connection_wait. Before that,
 * takes back the two handles of the stream, loop_closes and handled. */
static void connection_check_end(Stream *stream)
{
	if (stream->in_use || stream->writer.transport != NULL || stream->waits > 0)
		return;
	handle_cancel(&stream->loop_closes);
	handle_cancel(&stream->handled);
	byte_buffer_clear(&stream->reader.buffer);
	free(stream);
}

/* Something has ended: wakes all tasks that wait for the stream, readers, drainers and
 * closers in this order. Each of them looks at the stream again. */
static void connection_wake(Stream *stream)
{
	waiters_wake_all(&stream->reader.readers);
	waiters_wake_all(&stream->writer.drainers);
	waiters_wake_all(&stream->writer.closers);
}

/* Called by the transport at its end, with the error that ended the connection, or 0.
 * The writer has no transport from now on, and the reader is at its end. The writer
 * keeps the error, unless it had one before (after data_received without memory it has
 * -ENOMEM, and the transport ends with 0). If the writer has an error now, the task that
 * waits for bytes fails with the writer's error (waiters_refuse), unless bytes have woken
 * it already. In the end all waiting tasks are woken; lost is called, if a server has set
 * it; and connection_check_end. */
static void connection_lost(Protocol *protocol, int error)
{
	Stream *stream = stream_of(protocol);
	StreamWriter *writer = &stream->writer;

	writer->transport = NULL;
	writer->error = writer->error < 0 ? writer->error : error;
	stream->reader.eof = true;
	if (writer->error < 0)
		waiters_refuse(&stream->reader.readers, writer->error);
	connection_wake(stream);
	if (stream->lost != NULL)
		stream->lost(stream);
	connection_check_end(stream);
}

/* The stream is not in use any more. Wakes all tasks that wait for it, which fail with
 * -EBADF, closes the transport, and calls connection_check_end. */
void connection_release(void *arg)
{
	Stream *stream = arg;

	stream->in_use = false;
	connection_wake(stream);
	transport_close(stream->writer.transport);
	connection_check_end(stream);
}

/* ==== 5.2.6, may be skipped at first: the loop is closed while streams are open ==== */

/* Called when the loop is closed. First, if handled is on a list (handled.leave is not
 * NULL: the stream is a server's, whose task has ended), moves it to the end of
 * loop->closing, behind the tasks that are about to be ended, because they may still use
 * the stream. Then calls connection_lost with -ECANCELED, unless the transport has gone:
 * when a loop is closed its transports end without that call. */
static void connection_loop_closes(void *arg)
{
	Stream *stream = arg;

	if (stream->handled.leave != NULL) {
		handle_cancel(&stream->handled);
		handle_append(&stream->loop->closing, &stream->handled);
	}
	if (stream->writer.transport != NULL)
		connection_lost(&stream->protocol, -ECANCELED);
}
