/* byte_buffer_inline.h - what each message needs, without a call. */
#ifndef ASYNCIO_BYTE_BUFFER_INLINE_H
#define ASYNCIO_BYTE_BUFFER_INLINE_H

#include <string.h>

/* ==== Step 3.5: the same with callbacks ==== */

static inline bool byte_buffer_append(ByteBuffer *buffer, const void *data, size_t n)
{
	size_t behind = buffer->room - buffer->begin - buffer->size;

	if (n > behind && !byte_buffer_reserve(buffer, n))
		return false;
	if (n > 0)
		memcpy(buffer->memory + buffer->begin + buffer->size, data, n);
	buffer->size += n;
	return true;
}

/* An empty buffer begins at the front again. */
static inline void byte_buffer_take(ByteBuffer *buffer, void *data, size_t n)
{
	if (data != NULL && n > 0)
		memcpy(data, buffer->memory + buffer->begin, n);
	buffer->size -= n;
	buffer->begin = buffer->size > 0 ? buffer->begin + n : 0;
}

#endif
