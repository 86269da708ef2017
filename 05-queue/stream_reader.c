/* stream_reader.c - takes bytes out of the buffer of a stream, and waits for more. What
 * was not taken stays there: whoever is called off while he waits loses nothing. */
#include "streams.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

static const FutureKind read_kind = { "bytes of a stream", waiter_cancel, NULL, true };

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
	reader->partial = 0;
	return n > SSIZE_MAX ? -EINVAL : stream_of_reader(reader)->error;
}

static void reader_resume(StreamReader *reader)
{
	Transport *transport = stream_of_reader(reader)->writer.transport;

	if (reader->paused && transport != NULL)
		transport_resume_reading(transport);
	reader->paused = false;
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

/* Drops n bytes, which are there. */
static ssize_t reader_drop(StreamReader *reader, size_t n)
{
	reader->drops++;
	reader->size -= n;
	reader->begin = reader->size == 0 ? 0 : reader->begin + n;
	if (reader->paused && reader->size <= reader->limit)
		reader_resume(reader);
	return (ssize_t)n;
}

static ssize_t reader_take(StreamReader *reader, void *data, size_t n)
{
	if (n > 0)
		memcpy(data, reader->buffer + reader->begin, n);
	return reader_drop(reader, n);
}

/* All that there is, before the end. */
static ssize_t reader_take_partial(StreamReader *reader, void *data)
{
	reader->partial = reader->size;
	reader_take(reader, data, reader->size);
	return -ENODATA;
}

ssize_t reader_read(StreamReader *reader, void *data, size_t n)
{
	int error = reader_refusal(reader, n);

	while (error == 0 && n > 0 && reader->size == 0 && !reader->eof)
		error = reader_wait(reader);
	if (error < 0)
		return error;
	return reader_take(reader, data, n < reader->size ? n : reader->size);
}

ssize_t reader_readexactly(StreamReader *reader, void *data, size_t n)
{
	int error = reader_refusal(reader, n);

	while (error == 0 && reader->size < n && !reader->eof)
		error = reader_wait(reader);
	if (error < 0)
		return error;
	if (reader->size < n)
		return reader_take_partial(reader, data);
	return reader_take(reader, data, n);
}

/* Where the separator is, seen bytes or more from the beginning; NULL: nowhere yet. */
static const char *reader_find(const StreamReader *reader, const char *separator,
                               size_t seen)
{
	if (reader->size <= seen)
		return NULL;
	return memmem(reader->buffer + reader->begin + seen, reader->size - seen,
	              separator, strlen(separator));
}

/* Waits until the separator is there, with at most so many bytes before it; how many
 * bytes there are up to and with it. No byte is looked at twice but for the last few,
 * which may be the beginning of one; and when another task has taken some meanwhile. */
static ssize_t reader_seek(StreamReader *reader, const char *separator, size_t most)
{
	size_t n = strlen(separator), seen = 0;
	unsigned long drops = reader->drops;
	int error = 0;

	while (error == 0) {
		if (drops != reader->drops)
			seen = 0;
		drops = reader->drops;
		const char *found = reader_find(reader, separator, seen);
		if (found != NULL)
			seen = (size_t)(found - reader->buffer) - reader->begin;
		else if (reader->size >= n)
			seen = reader->size + 1 - n;
		if (seen > most)
			return -EMSGSIZE;
		if (found != NULL)
			return (ssize_t)(seen + n);
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
	if (found == -ENODATA) {
		reader_take_partial(reader, data);
		data[reader->partial] = '\0';
	} else if (found > 0) {
		reader_take(reader, data, (size_t)found);
		data[found] = '\0';
	}
	return found;
}

ssize_t reader_readline(StreamReader *reader, char *line, size_t size)
{
	ssize_t n = reader_readuntil(reader, "\n", line, size);

	if (n == -ENODATA)
		return (ssize_t)reader->partial;
	if (n == -EMSGSIZE) {
		const char *end = reader_find(reader, "\n", 0);
		const char *begin = reader->buffer + reader->begin;
		reader_drop(reader,
		            end != NULL ? (size_t)(end - begin) + 1 : reader->size);
	}
	return n;
}

bool reader_at_eof(const StreamReader *reader)
{
	return reader->eof && reader->size == 0;
}
