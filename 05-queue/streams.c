/* streams.c - what a connection brings goes into a buffer, and wakes who waits for it. */
#include "streams.h"
#include "instruments/stream_reports.h"
#include "prefetch.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>

static const FutureKind drain_kind = { "room in a stream", waiter_cancel, NULL, true,
	                              &drain_report };
static const FutureKind close_kind = { "a stream to be closed", waiter_cancel, NULL,
	                               true, NULL };

/* ==== Step 5.2: a queue of bytes ==== */

static Stream *stream_of(Protocol *protocol)
{
	return container_of(protocol, Stream, protocol);
}

/* A stream with a hole is none: without memory the connection is lost. */
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
	if (!waiters_empty(&reader->line))
		stack_prefetch(reader->line.next);
	waiters_wake_all(&reader->line);
}

/* We may go on writing. */
static bool eof_received(Protocol *protocol)
{
	StreamReader *reader = &stream_of(protocol)->reader;

	reader->eof = true;
	waiters_wake_all(&reader->line);
	return true;
}

static void pause_writing(Protocol *protocol)
{
	stream_of(protocol)->writer.paused = true;
}

static void resume_writing(Protocol *protocol)
{
	StreamWriter *writer = &stream_of(protocol)->writer;

	writer->paused = false;
	waiters_wake_all(&writer->drainers);
}

/* When nobody needs it any more: user, transport, nor a task that waits. */
static void connection_check_end(Stream *stream)
{
	if (stream->in_use || stream->writer.transport != NULL || stream->waits > 0)
		return;
	handle_cancel(&stream->loop_closes);
	handle_cancel(&stream->handled);
	byte_buffer_clear(&stream->reader.buffer);
	free(stream);
}

/* Something has ended: all look at the stream again. */
static void connection_wake(Stream *stream)
{
	waiters_wake_all(&stream->reader.line);
	waiters_wake_all(&stream->writer.drainers);
	waiters_wake_all(&stream->writer.closers);
}

static void connection_lost(Protocol *protocol, int error)
{
	Stream *stream = stream_of(protocol);
	StreamWriter *writer = &stream->writer;

	writer->transport = NULL;
	writer->error = writer->error < 0 ? writer->error : error;
	stream->reader.eof = true;
	if (writer->error < 0)
		waiters_refuse(&stream->reader.line, writer->error);
	connection_wake(stream);
	if (stream->lost != NULL)
		stream->lost(stream);
	connection_check_end(stream);
}

/* The transport ends without a word. The tasks are told to end, and may still use the
 * stream: one that a server owns is released when all of them have. */
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

/* It is the writer who knows what is to leave together: nothing waits for more (on TCP;
 * others do not know that option). */
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
	handle_append(&loop->closing, &stream->loop_closes); /* before the transport */
	stream->writer.transport = transport_new(loop, fd, &stream->protocol);
	if (stream->writer.transport != NULL)
		return stream;
	connection_release(stream);
	return NULL;
}

void connection_release(void *arg)
{
	Stream *stream = arg;

	stream->in_use = false;
	connection_wake(stream);
	writer_close(&stream->writer);
	connection_check_end(stream);
}

static Stream *stream_of_writer(StreamWriter *writer)
{
	return container_of(writer, Stream, writer);
}

/* Of a writer whose connection has ended. */
static int writer_error(const StreamWriter *writer)
{
	return writer->error < 0 ? -ECONNRESET : -EPIPE;
}

int writer_write(StreamWriter *writer, const void *data, size_t n)
{
	return writer->transport == NULL ? writer_error(writer)
	                                 : transport_write(writer->transport, data, n);
}

/* Who was woken may find, when his turn comes, that the stream was freed meanwhile: until
 * then it is still there. */
int connection_wait(Stream *stream, Links *line, const FutureKind *kind)
{
	Waiter waiter;

	stream->waits++;
	int error = waiters_wait(line, &waiter, kind);
	stream->waits--;
	if (error == 0 && !stream->in_use)
		error = -EBADF;
	connection_check_end(stream);
	return error;
}

/* While it closes that is an error, too, which a write of nothing returns: a task that
 * writes and drains for ever must hear that the connection has gone. */
int writer_drain(StreamWriter *writer)
{
	if (transport_is_closing(writer->transport))
		return writer_write(writer, NULL, 0);
	if (!writer->paused)
		return 0;
	int error = connection_wait(stream_of_writer(writer), &writer->drainers,
	                            &drain_kind);
	return error < 0 ? error : writer->error;
}

void writer_close(StreamWriter *writer)
{
	transport_close(writer->transport);
}

void writer_abort(StreamWriter *writer)
{
	transport_abort(writer->transport);
}

int writer_get_peername(const StreamWriter *writer, char *text, size_t size)
{
	return transport_get_peername(writer->transport, text, size);
}

/* One that a server owns is released when its task has ended. */
void writer_free(StreamWriter *writer)
{
	if (writer == NULL)
		return;
	Stream *stream = stream_of_writer(writer);
	if (stream->lost == NULL)
		connection_release(stream);
	else
		writer_close(writer);
}

/* ==== 5.3.2: one half ends, and a close is waited for ==== */

/* The transport does it. If the connection has ended: the error of writer_error. */
int writer_write_eof(StreamWriter *writer)
{
	return writer->transport == NULL ? writer_error(writer)
	                                 : transport_write_eof(writer->transport);
}

/* Waits in the wait queue of closers until the connection has ended, if it has not ended
 * yet, and returns the error that it was lost with, or 0. If the wait fails its error is
 * returned. */
int writer_wait_closed(StreamWriter *writer)
{
	if (writer->transport == NULL)
		return writer->error;
	int error = connection_wait(stream_of_writer(writer), &writer->closers,
	                            &close_kind);
	return error < 0 ? error : writer->error;
}
