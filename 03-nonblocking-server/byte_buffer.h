/* byte_buffer.h - bytes that wait: appended at the end, taken from the front. Each costs
 * the same, however many wait. ByteBuffer buffer = { 0 } is an empty one. */
#ifndef ASYNCIO_BYTE_BUFFER_H
#define ASYNCIO_BYTE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ByteBuffer {
	char *memory;             /* of room bytes; NULL: none yet */
	size_t begin, size, room; /* the bytes that wait: size of them, from begin on */
} ByteBuffer;

/* Appends a copy of n bytes. false: there is no memory, and nothing has changed. */
static inline bool byte_buffer_append(ByteBuffer *buffer, const void *data, size_t n);

/* Takes the first n bytes out, which must be there, and copies them to data. data NULL:
 * they are dropped. */
static inline void byte_buffer_take(ByteBuffer *buffer, void *data, size_t n);

/* Drops all bytes, and frees the memory. The buffer can be used again. */
void byte_buffer_clear(ByteBuffer *buffer);

/* For append: makes room for n bytes more, when there is none behind those that wait.
 * false: no memory. */
bool byte_buffer_reserve(ByteBuffer *buffer, size_t n);

#include "byte_buffer_inline.h"

#endif
