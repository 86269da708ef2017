/* key_value.c - a server that remembers values, a little like Redis.
 *
 * Each request is a line, and is answered with a line, in the order in which the requests
 * came:
 *
 *   set KEY VALUE    "ok", and KEY has this value from now on, which may have blanks in
 *                    it; "full", if the store has MOST_KEYS other keys
 *   get KEY          the value; "none", if the key has none
 *   anything else    "error" */
#include "key_value.h"

#include <errno.h>
#include <string.h>

/* Serves one connection until its end, and returns 0 then, or the error of a read or a
 * write. It is a ConnectionFn, so that it can be given to asyncio_start_server; several
 * of them may serve one store at the same time. A key has 1 to KEY_SIZE bytes, and no
 * blank; a value 1 to VALUE_SIZE. A line that has more than LINE_SIZE bytes before its
 * newline is answered with one "error", however it comes, and the line after it is the
 * next request. The last line need not have a newline. A client that sends requests and
 * does not read the answers must not fill the memory: its next request is not read while
 * too many of the answers wait to be sent. */
int store_serve(StreamReader *reader, StreamWriter *writer, void *store)
{
	return 0;
}
