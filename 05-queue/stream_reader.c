/* stream_reader.c - takes bytes out of the buffer of a stream, and waits for more. What
 * was not taken stays there: a task that is cancelled while it waits loses nothing. */
#include "streams.h"
#include "instruments/stream_reports.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

static const FutureKind read_kind = { "bytes of a stream", waiter_cancel, NULL, true,
	                             &read_report };

/* ==== 5.2.2: a task reads, and waits for more ==== */

static Stream *stream_of_reader(StreamReader *reader)
{
	return container_of(reader, Stream, reader);
}

/* Returns why n bytes cannot be read: -EBUSY, a task waits for bytes already; -EINVAL, n
 * is more than SSIZE_MAX; or the error that the connection was lost with. Otherwise
 * 0. */
static int reader_refusal(StreamReader *reader, size_t n)
{
	if (!waiters_empty(&reader->readers))
		return -EBUSY;
	return n > SSIZE_MAX ? -EINVAL : stream_of_reader(reader)->writer.error;
}

/* If the stream has paused its transport because the buffer was full, resumes it, and
 * notes that. What the program itself has paused stays as it is. */
static void reader_resume(StreamReader *reader)
{
	if (!reader->paused)
		return;
	reader->paused = false;
	transport_resume_reading(stream_of_reader(reader)->writer.transport);
}

/* Waits until more bytes have come, or the end. Refuses with -EBUSY if another task
 * waits already. Resumes the transport first, however many bytes are there: they are not
 * enough, or the task would not wait. */
static int reader_wait(StreamReader *reader)
{
	if (!waiters_empty(&reader->readers))
		return -EBUSY;
	reader_resume(reader);
	return connection_wait(stream_of_reader(reader), &reader->readers, &read_kind);
}

/* Asks reader_refusal once, and returns its error. Then waits (reader_wait), again and
 * again, until n bytes are in the buffer, or the end has come, or a wait fails. Returns
 * the error of that wait, or 0. */
static int reader_fill(StreamReader *reader, size_t n)
{
	int error = reader_refusal(reader, n);

	while (error == 0 && reader->buffer.size < n && !reader->eof)
		error = reader_wait(reader);
	return error;
}

/* Takes n bytes out of the buffer, or as many as there are, into data (NULL: they are
 * dropped). Counts that in reader->takes, and stores the number of bytes in
 * reader->partial. If no more than the limit is left, the transport is resumed. Returns
 * the number of bytes. */
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

/* Waits for one byte (reader_fill), however large n is; for none, if n is 0. Then takes
 * what there is, up to n bytes. */
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

bool reader_at_eof(const StreamReader *reader)
{
	return reader->eof && reader->buffer.size == 0;
}

/* ==== 5.2.3: a task reads up to a separator ==== */

/* Returns how many bytes come before the separator. The search begins behind the first
 * `seen` bytes. If the separator is not there, returns the size of the buffer. The bytes
 * of the buffer begin at memory + begin. */
static size_t reader_find(const StreamReader *reader, const char *separator, size_t seen)
{
	if (reader->buffer.size <= seen)
		return reader->buffer.size;
	const char *begin = reader->buffer.memory + reader->buffer.begin;
	const char *found = memmem(begin + seen, reader->buffer.size - seen, separator,
	                           strlen(separator));
	return found == NULL ? reader->buffer.size : (size_t)(found - begin);
}

/* Waits until the separator is in the buffer, and returns the number of bytes up to and
 * with it. -EMSGSIZE: more than `most` bytes come before it, or have come without one.
 * If there is none, the last bytes, one less than a separator has, may be its beginning:
 * they do not count, and they are searched again when more have come. If `most` is not
 * exceeded, and the end has come: -ENODATA. Otherwise the error of a wait. No other byte
 * is searched twice, unless another task has taken bytes in the meantime (reader->takes
 * has changed): then the search begins anew. */
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

/* Refuses with -EINVAL if the separator is empty, or if size has no room for a byte, the
 * separator and the '\0'; after that with what reader_refusal says of size. At most as
 * many bytes may come before the separator as there is room for, and not more than the
 * limit. After -ENODATA all that has come is taken, too. Behind what is taken a '\0' is
 * stored. */
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

/* Reads until a newline. After -EMSGSIZE the line is dropped, up to and with its
 * newline, or as much of it as has come. After -ENODATA the last line is what has been
 * read, so its length is returned, which is 0 if there is none. */
ssize_t reader_readline(StreamReader *reader, char *line, size_t size)
{
	ssize_t n = reader_readuntil(reader, "\n", line, size);

	if (n == -EMSGSIZE)
		reader_take(reader, NULL, reader_find(reader, "\n", 0) + 1);
	return n == -ENODATA ? (ssize_t)reader->partial : n;
}
