/* byte_buffer.h - bytes that wait, in order: they are appended at the end and taken from
 * the front. A byte costs the same, however many wait. ByteBuffer buffer = { 0 } is an
 * empty one. */
#ifndef ASYNCIO_BYTE_BUFFER_H
#define ASYNCIO_BYTE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ByteBuffer {
	char *memory;             /* of room bytes; NULL: none yet */
	size_t begin, size, room; /* the bytes that wait: size of them, from begin on */
} ByteBuffer;

/* Appends a copy of n bytes. Returns false if there is no memory; then nothing has
 * changed. */
static inline bool byte_buffer_append(ByteBuffer *buffer, const void *data, size_t n);

/* Takes the first n bytes out, which must be there, and copies them to data. If data is
 * NULL they are dropped. */
static inline void byte_buffer_take(ByteBuffer *buffer, void *data, size_t n);

/* Drops all bytes, and frees the memory. The buffer can be used again. */
void byte_buffer_clear(ByteBuffer *buffer);

/* Called by byte_buffer_append when there are not n bytes of room behind those that
 * wait. Makes room for n bytes there. Returns false if there is no memory; then the same
 * bytes wait as before. */
bool byte_buffer_reserve(ByteBuffer *buffer, size_t n);

#include "byte_buffer_inline.h"

#endif
