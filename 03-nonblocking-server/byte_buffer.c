/* byte_buffer.c - bytes that wait in one piece of memory, somewhere in its middle. */
#include "byte_buffer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ==== Step 3.5: the same with callbacks ==== */

/* The bytes that wait move to the front of the memory, and into twice the memory that is
 * needed, unless no more of them wait than have been taken since they moved last. So
 * before many bytes move as many have been taken or appended: each byte pays for one or
 * two moves, however many others wait. */
bool byte_buffer_reserve(ByteBuffer *buffer, size_t n)
{
	size_t taken = buffer->begin, needed = buffer->size + n;

	if (n > SIZE_MAX / 2 - buffer->size)
		return false; /* twice that is no number of bytes */
	if (buffer->size > 0)
		memmove(buffer->memory, buffer->memory + taken, buffer->size);
	buffer->begin = 0;
	if (needed <= buffer->room && buffer->size <= taken)
		return true;
	char *memory = realloc(buffer->memory, 2 * needed);
	if (memory == NULL)
		return needed <= buffer->room;
	buffer->memory = memory;
	buffer->room = 2 * needed;
	return true;
}

void byte_buffer_clear(ByteBuffer *buffer)
{
	free(buffer->memory);
	*buffer = (ByteBuffer){ 0 };
}
