/* lines.c - all bytes go through the buffer, even those of a line that has come whole.
 * That costs a copy, and saves a case: what comes is always "what waits, and more". The
 * search begins with memchr at the first byte that waits. For lines of a usual length
 * that is good enough.
 *
 * The other way is to remember how many of the waiting bytes have been searched in vain.
 * It is needed if a client may send a line of a million bytes in pieces of one: from the
 * beginning, that is half a million million comparisons. Then a limit for the length of
 * a line is needed even more. */
#include "lines.h"

#include <errno.h>

int lines_add(Lines *lines, const char *data, size_t n)
{
	ByteBuffer *rest = &lines->rest;

	if (!byte_buffer_append(rest, data, n))
		return -ENOMEM;
	while (rest->size > 0) {
		const char *line = rest->memory + rest->begin;
		const char *newline = memchr(line, '\n', rest->size);
		if (newline == NULL)
			break;
		lines->fn(lines->arg, line, (size_t)(newline - line));
		byte_buffer_take(rest, NULL, (size_t)(newline - line) + 1);
	}
	return 0;
}

void lines_end(Lines *lines)
{
	ByteBuffer *rest = &lines->rest;

	if (rest->size > 0)
		lines->fn(lines->arg, rest->memory + rest->begin, rest->size);
	byte_buffer_clear(rest);
}
