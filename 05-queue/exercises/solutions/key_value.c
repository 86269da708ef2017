/* key_value.c - a loop that reads a line, answers it and drains. Without the drain a
 * client that never reads would fill our memory with answers; with it, we stop reading
 * from that client, its own writes stop, and all the others are served as before.
 *
 * A line that is too long is the hard part. reader_readline drops what has come of it;
 * but the rest may come later, and would be the next request. So this uses
 * reader_readuntil, which drops nothing, and then drops everything up to the newline, in
 * as many reads as that takes. A client can make the line as long as it likes: never more
 * than the reader's buffer of it is in our memory.
 *
 * Two connections may use the store at the same time, and there is no lock: between a
 * look at the store and the change of it nothing waits, so no other task runs.
 *
 * Another way reads pieces with reader_read into a buffer for one line, looks for the
 * newline itself, and remembers in a flag that the rest of a line is to be dropped. Then
 * the size of the reader's buffer does not matter; but the search that reader_readuntil
 * does has to be written once more. */
#include "key_value.h"

#include <errno.h>
#include <string.h>

static char *store_find(Store *store, const char *key)
{
	for (size_t i = 0; i < store->n; i++) {
		if (strcmp(store->pairs[i].key, key) == 0)
			return store->pairs[i].value;
	}
	return NULL;
}

static bool is_key(const char *key)
{
	size_t n = strlen(key);

	return n > 0 && n <= KEY_SIZE && strchr(key, ' ') == NULL;
}

/* Takes the key apart from the value, in the line itself. */
static const char *store_set(Store *store, char *key)
{
	char *value = strchr(key, ' ');

	if (value == NULL)
		return "error";
	*value++ = '\0';
	if (!is_key(key) || *value == '\0' || strlen(value) > VALUE_SIZE)
		return "error";
	char *place = store_find(store, key);
	if (place == NULL && store->n == MOST_KEYS)
		return "full";
	if (place == NULL) {
		place = store->pairs[store->n].value;
		strcpy(store->pairs[store->n++].key, key);
	}
	strcpy(place, value);
	return "ok";
}

static const char *store_answer(Store *store, char *line)
{
	if (strncmp(line, "set ", 4) == 0)
		return store_set(store, line + 4);
	if (strncmp(line, "get ", 4) != 0 || !is_key(line + 4))
		return "error";
	const char *value = store_find(store, line + 4);
	return value == NULL ? "none" : value;
}

static ssize_t skip_line(StreamReader *reader)
{
	char byte = 0;
	ssize_t n = 1;

	while (n > 0 && byte != '\n')
		n = reader_read(reader, &byte, 1);
	return n;
}

static int say(StreamWriter *writer, const char *answer)
{
	char line[LINE_SIZE + 2];
	size_t n = strlen(answer);

	memcpy(line, answer, n);
	line[n++] = '\n';
	int error = writer_write(writer, line, n);
	return error < 0 ? error : writer_drain(writer);
}

int store_serve(StreamReader *reader, StreamWriter *writer, void *store)
{
	char line[LINE_SIZE + 2];
	int error = 0;

	while (error == 0) {
		ssize_t n = reader_readuntil(reader, "\n", line, sizeof line);
		bool too_long = n == -EMSGSIZE;
		if (n == -ENODATA)
			n = (ssize_t)reader->partial;
		else if (too_long)
			n = skip_line(reader);
		else if (n > 0)
			line[n - 1] = '\0';
		if (n < 0 || (n == 0 && !too_long))
			return (int)n;
		error = say(writer, too_long ? "error" : store_answer(store, line));
	}
	return error;
}
