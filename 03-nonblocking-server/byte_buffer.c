/* byte_buffer.c - bytes that wait in one piece of memory, somewhere in its middle. */
#include "byte_buffer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ==== 3.5.1: bytes that wait ==== */

/* Returns false if twice the needed number of bytes (those that wait, and n) is no
 * size_t. Otherwise moves the bytes that wait to the front of the memory. That is enough
 * if the needed bytes have room then, and if no more bytes were moved than had been
 * taken before (begin says how many). If it is not enough, the memory grows to twice
 * what is needed; if it cannot grow, returns whether the needed bytes have room all the
 * same.
 *
 * So before many bytes are moved as many have been taken or appended: each byte pays for
 * one or two moves, however many others wait. */
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

/* Frees the memory, and leaves the buffer as { 0 }. */
void byte_buffer_clear(ByteBuffer *buffer)
{
	free(buffer->memory);
	*buffer = (ByteBuffer){ 0 };
}
