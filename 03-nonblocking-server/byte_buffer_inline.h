/* byte_buffer_inline.h - what each message needs, as inline functions. */
#ifndef ASYNCIO_BYTE_BUFFER_INLINE_H
#define ASYNCIO_BYTE_BUFFER_INLINE_H

#include <string.h>

/* ==== 3.5.1: bytes that wait ==== */

/* If the room behind the bytes that wait is too small, byte_buffer_reserve makes room,
 * or this returns false. n may be 0, and data NULL then. */
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

/* Copies n bytes from begin on, if data is not NULL, and moves begin behind them. A
 * buffer that is empty then begins at the front again. n may be 0. */
static inline void byte_buffer_take(ByteBuffer *buffer, void *data, size_t n)
{
	if (data != NULL && n > 0)
		memcpy(data, buffer->memory + buffer->begin, n);
	buffer->size -= n;
	buffer->begin = buffer->size > 0 ? buffer->begin + n : 0;
}

#endif
