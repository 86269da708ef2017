/* frames.c - messages that may contain any bytes: each comes after its length.
 *
 * A line ends with a newline, so a picture cannot be a line. Before each message stands
 * its length, in four bytes, the most significant one first. Many protocols do that. */
#include "frames.h"

#include <errno.h>

/* Writes a message of n bytes (0 is a message, too), and waits while too much of what was
 * written has not been sent. Returns -EMSGSIZE, before it tries to write anything, if the
 * length does not fit into four bytes. Otherwise fails as writer_write and writer_drain
 * do. */
int frame_write(StreamWriter *writer, const void *data, size_t n)
{
	return 0;
}

/* Waits for a message, stores it in data, and its length in *n. Returns 1; or 0, if the
 * end comes where a message could have begun. -ENODATA: the end has come in the middle of
 * a message. -EMSGSIZE: the message has more than size bytes; then *n is its length, and
 * it is skipped, so that the next call returns the next message. Otherwise the error of a
 * read. After any error but -EMSGSIZE the next message cannot be found. */
int frame_read(StreamReader *reader, void *data, size_t size, size_t *n)
{
	return 0;
}
