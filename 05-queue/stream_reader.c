/* stream_reader.c - takes bytes out of the buffer of a stream, and waits for more. What
 * was not taken stays there: whoever is called off while he waits loses nothing. */
#include "streams.h"
#include "instruments/stream_reports.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

static const FutureKind read_kind = { "bytes of a stream", waiter_cancel, NULL, true,
	                             &read_report };

/* ==== Step 5.2: a queue of bytes ==== */

static Stream *stream_of_reader(StreamReader *reader)
{
	return container_of(reader, Stream, reader);
}

/* 0, or why n bytes cannot be read. */
static int reader_refusal(StreamReader *reader, size_t n)
{
	if (!waiters_empty(&reader->line))
		return -EBUSY;
	return n > SSIZE_MAX ? -EINVAL : stream_of_reader(reader)->writer.error;
}

/* Resumes the transport if the stream has paused it because the buffer was full. */
static void reader_resume(StreamReader *reader)
{
	if (!reader->paused)
		return;
	reader->paused = false;
	transport_resume_reading(stream_of_reader(reader)->writer.transport);
}

/* Until there are more bytes, or the end; even if there are many already: they are not
 * enough. */
static int reader_wait(StreamReader *reader)
{
	if (!waiters_empty(&reader->line))
		return -EBUSY;
	reader_resume(reader);
	return connection_wait(stream_of_reader(reader), &reader->line, &read_kind);
}

/* Until there are n bytes, or the end. */
static int reader_fill(StreamReader *reader, size_t n)
{
	int error = reader_refusal(reader, n);

	while (error == 0 && reader->buffer.size < n && !reader->eof)
		error = reader_wait(reader);
	return error;
}

/* Takes n bytes, or as many as there are; data NULL: they are dropped. */
static size_t reader_take(StreamReader *reader, void *data, size_t n)
{
	n = n < reader->buffer.size ? n : reader->buffer.size;
	byte_buffer_take(&reader->buffer, data, n);
	reader->takes++;
	reader->partial = n;
	if (reader->buffer.size <= reader->limit)
		reader_resume(reader);
	return n;
}

ssize_t reader_read(StreamReader *reader, void *data, size_t n)
{
	int error = reader_fill(reader, n > 0);

	return error < 0 ? error : (ssize_t)reader_take(reader, data, n);
}

ssize_t reader_readexactly(StreamReader *reader, void *data, size_t n)
{
	int error = reader_fill(reader, n);

	if (error < 0)
		return error;
	return reader_take(reader, data, n) < n ? -ENODATA : (ssize_t)n;
}

/* How many bytes come before the separator, seen or more; all: it is not there yet. */
static size_t reader_find(const StreamReader *reader, const char *separator, size_t seen)
{
	if (reader->buffer.size <= seen)
		return reader->buffer.size;
	const char *begin = reader->buffer.memory + reader->buffer.begin;
	const char *found = memmem(begin + seen, reader->buffer.size - seen, separator,
	                           strlen(separator));
	return found == NULL ? reader->buffer.size : (size_t)(found - begin);
}

/* Waits until the separator is there, with at most so many bytes before it; how many
 * bytes there are up to and with it. No byte is looked at twice but for the last few,
 * which may be the beginning of one; and when another task has taken some meanwhile. */
static ssize_t reader_seek(StreamReader *reader, const char *separator, size_t most)
{
	size_t n = strlen(separator), seen = 0;
	unsigned long takes = reader->takes;
	int error = 0;

	while (error == 0) {
		seen = reader_find(reader, separator, takes == reader->takes ? seen : 0);
		bool found = seen < reader->buffer.size;
		if (!found)
			seen = seen < n ? 0 : seen + 1 - n;
		if (seen > most)
			return -EMSGSIZE;
		if (found)
			return (ssize_t)(seen + n);
		takes = reader->takes;
		error = reader->eof ? -ENODATA : reader_wait(reader);
	}
	return error;
}

ssize_t reader_readuntil(StreamReader *reader, const char *separator, char *data,
                         size_t size)
{
	size_t n = strlen(separator);
	int error = n == 0 || size <= n ? -EINVAL : reader_refusal(reader, size);

	if (error < 0)
		return error;
	size_t room = size - 1 - n;
	ssize_t found = reader_seek(reader, separator,
	                            room < reader->limit ? room : reader->limit);
	if (found < 0 && found != -ENODATA)
		return found;
	n = reader_take(reader, data, found < 0 ? reader->buffer.size : (size_t)found);
	data[n] = '\0';
	return found;
}

/* Of a line that is too long as much is dropped as is there. */
ssize_t reader_readline(StreamReader *reader, char *line, size_t size)
{
	ssize_t n = reader_readuntil(reader, "\n", line, size);

	if (n == -EMSGSIZE)
		reader_take(reader, NULL, reader_find(reader, "\n", 0) + 1);
	return n == -ENODATA ? (ssize_t)reader->partial : n;
}

bool reader_at_eof(const StreamReader *reader)
{
	return reader->eof && reader->buffer.size == 0;
}
