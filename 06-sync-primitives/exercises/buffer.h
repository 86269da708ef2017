/* buffer.h - a buffer with so many places, and two conditions. */
#ifndef BUFFER_H
#define BUFFER_H

#include "locks.h"

enum { BUFFER_SIZE = 2 };

/* Made by buffer_init. */
typedef struct Buffer {
	void *items[BUFFER_SIZE]; /* a ring */
	size_t first, n;          /* where the oldest item lies; how many there are */
	Lock lock;
	Condition not_empty, not_full; /* both with this lock */
} Buffer;

void buffer_init(Buffer *buffer);
int buffer_put(Buffer *buffer, void *item);
int buffer_get(Buffer *buffer, void **item);

#endif
