/* lines.h - lines out of the pieces in which they come. */
#ifndef LINES_H
#define LINES_H

#include "byte_buffer.h"

/* Lies in the caller's memory. The caller sets fn and arg, and zeroes the rest, which is
 * yours. */
typedef struct Lines {
	void (*fn)(void *arg, const char *line, size_t n);
	void *arg;
	ByteBuffer rest;
} Lines;

int lines_add(Lines *lines, const char *data, size_t n);
void lines_end(Lines *lines);

#endif
