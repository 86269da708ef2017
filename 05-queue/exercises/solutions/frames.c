/* frames.c - a message that is too long has to be read all the same, because behind it
 * comes the next one. It is read in small pieces, into memory that is thrown away: its
 * length comes from the other side, so nothing of that length is allocated. A server that
 * believes a length of four gigabytes has no memory for anything else.
 *
 * The bytes of the length are put together with shifts, and not copied into an integer:
 * so the order of bytes of the machine does not matter. They must be unsigned, or a byte
 * above 127 makes the length negative. And an end is only a good end if not one byte of
 * the length has come: reader->partial tells. */
#include "frames.h"

#include <errno.h>

int frame_write(StreamWriter *writer, const void *data, size_t n)
{
	unsigned char length[4];

	if (n > 0xffffffff)
		return -EMSGSIZE;
	for (int i = 0; i < 4; i++)
		length[i] = (unsigned char)(n >> (24 - 8 * i));
	int error = writer_write(writer, length, sizeof length);
	if (error == 0)
		error = writer_write(writer, data, n);
	return error < 0 ? error : writer_drain(writer);
}

static int skip(StreamReader *reader, size_t n)
{
	char pieces[1024];

	while (n > 0) {
		size_t most = n < sizeof pieces ? n : sizeof pieces;
		ssize_t came = reader_read(reader, pieces, most);
		if (came <= 0)
			return came < 0 ? (int)came : -ENODATA;
		n -= (size_t)came;
	}
	return -EMSGSIZE;
}

int frame_read(StreamReader *reader, void *data, size_t size, size_t *n)
{
	unsigned char length[4];
	ssize_t came = reader_readexactly(reader, length, sizeof length);

	*n = 0;
	if (came < 0)
		return came == -ENODATA && reader->partial == 0 ? 0 : (int)came;
	for (int i = 0; i < 4; i++)
		*n = *n << 8 | length[i];
	if (*n > size)
		return skip(reader, *n);
	came = reader_readexactly(reader, data, *n);
	return came < 0 ? (int)came : 1;
}
