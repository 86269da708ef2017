/* key_value.h - a server of keys and values. */
#ifndef KEY_VALUE_H
#define KEY_VALUE_H

#include "streams.h"

enum { MOST_KEYS = 4, KEY_SIZE = 16, VALUE_SIZE = 32, LINE_SIZE = 64 };

/* Lies in the caller's memory, zeroed at first; all of it is yours. */
typedef struct Store {
	size_t n;
	struct {
		char key[KEY_SIZE + 1], value[VALUE_SIZE + 1];
	} pairs[MOST_KEYS];
} Store;

int store_serve(StreamReader *reader, StreamWriter *writer, void *store);

#endif
