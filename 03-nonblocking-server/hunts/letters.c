/* letters.c - Letters go into a buffer, and come out of it in the same order. */
#include "byte_buffer.h"

#include <stdio.h>

static void take(ByteBuffer *buffer, size_t n)
{
	char text[32] = "";

	byte_buffer_take(buffer, text, n);
	printf("taken: %s\n", text);
}

int main(void)
{
	ByteBuffer letters = { 0 };

	if (!byte_buffer_append(&letters, "abcdefghij", 10))
		return 1;
	take(&letters, 4);
	if (!byte_buffer_append(&letters, "klmnopqrstuvwxyz", 16))
		return 1;
	take(&letters, 16);
	take(&letters, 6);
	byte_buffer_clear(&letters);
	return 0;
}
