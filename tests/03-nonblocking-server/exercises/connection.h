/* connection.h - for the tests of exercises: a transport on one end of a pair of
 * sockets, and a script of what is written to the other end, on the virtual clock. */
#ifndef CONNECTION_H
#define CONNECTION_H

#include "sockets.h"
#include "testing.h"
#include "transports.h"

#include <string.h>

enum { MOST_WORDS = 8 };

/* At this second these bytes are written; NULL: the other end is closed. */
typedef struct Word {
	double when;
	const char *text;
} Word;

static Loop *loop;
static int ends[2];

static void say(void *arg)
{
	Word *word = arg;

	if (word->text == NULL) {
		close(ends[1]);
		ends[1] = -1;
	} else if (ends[1] >= 0 &&
	           send(ends[1], word->text, strlen(word->text), MSG_NOSIGNAL) < 0) {
		trace("unsaid");
	}
}

/* Runs a connection with this protocol until it has ended, and nothing else is left. */
static void run_connection(Protocol *protocol, Word *words, size_t n)
{
	Handle handles[MOST_WORDS];

	loop = asyncio_new_event_loop();
	assert_int_equal(unblocked_pair(SOCK_STREAM, ends), 0);
	assert_non_null(transport_new(loop, ends[0], protocol));
	for (size_t i = 0; i < n; i++) {
		handles[i] = (Handle)HANDLE(say, &words[i]);
		loop_call_at(loop, words[i].when, &handles[i]);
	}
	int error = loop_run_forever(loop);
	double ended = loop_time(loop);
	loop_free(loop);
	if (ends[1] >= 0)
		close(ends[1]);
	assert_int_equal(error, 0);
	trace("loop-ends at %g", ended);
}

#endif
