/* stream_writer.c - hands bytes to the transport of a stream, and waits while it has too
 * many that are not sent yet. */
#include "streams.h"
#include "instruments/stream_reports.h"

#include <errno.h>

static const FutureKind drain_kind = { "room in a stream", waiter_cancel, NULL, true,
	                              &drain_report };
static const FutureKind close_kind = { "a stream to be closed", waiter_cancel, NULL,
	                               true, NULL };

/* ==== 5.2.4: a task writes, and is slowed down ==== */

static Stream *stream_of_writer(StreamWriter *writer)
{
	return container_of(writer, Stream, writer);
}

/* Returns the error of a write when the transport has gone: -ECONNRESET if the
 * connection was lost with an error, and -EPIPE if it was not. */
static int writer_error(const StreamWriter *writer)
{
	return writer->error < 0 ? -ECONNRESET : -EPIPE;
}

/* The transport writes, or keeps, what is written. Without one: the error of
 * writer_error. */
int writer_write(StreamWriter *writer, const void *data, size_t n)
{
	return writer->transport == NULL ? writer_error(writer)
	                                 : transport_write(writer->transport, data, n);
}

/* If the transport is closing, or gone, returns what a write of nothing returns: a task
 * that writes and drains for ever must find out that the connection has ended. Returns 0
 * at once unless the writer is paused. Otherwise waits in the wait queue of drainers,
 * and returns the error of the wait, or else writer->error. */
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

/* ==== 5.2.5: a connection ends, and its stream is freed ==== */

/* Releases the stream. But a stream that a server owns (lost is not NULL) is only
 * closed: the server releases it when the task of the connection has ended. */
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
