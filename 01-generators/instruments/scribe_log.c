/* scribe_log.c - reads the log of a run to its end, however that comes. */
#include "scribe_log.h"
#include "trace_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A log that is longer, in bytes, is not kept to its end. */
static const size_t LONGEST = (size_t)512 << 20;

static const char end_line[] = "0\tend\tfinished\n";
static const char broke_off[] = "0\tend\tbroke off\n", too_long[] = "0\tend\ttoo long\n";

/* ==== Given: a run that is watched ==== */

/* Returns false if there is no more memory for it. */
static bool log_add(Log *log, const char *text, size_t n)
{
	while (log->length + n > log->room) {
		size_t room = log->room == 0 ? 65536 : 2 * log->room;
		char *grown = realloc(log->text, room);
		if (grown == NULL)
			return false;
		log->text = grown;
		log->room = room;
	}
	memcpy(log->text + log->length, text, n);
	log->length += n;
	return true;
}

static void log_add_kept(void *log, const char *text, size_t n)
{
	log_add(log, text, n);
}

static bool log_has_ended(const Log *log)
{
	size_t n = sizeof end_line - 1;

	return log->length >= n && memcmp(log->text + log->length - n, end_line, n) == 0;
}

void log_read(Log *log, int fd)
{
	static char piece[65536];
	ssize_t n = 1;
	bool whole = true;

	while (n != 0) {
		n = read(fd, piece, sizeof piece);
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0)
			whole = whole && log->length < LONGEST &&
			        log_add(log, piece, (size_t)n);
	}
	if (log_has_ended(log))
		return;
	const char *last = whole ? broke_off : too_long;
	while (log->length > 0 && log->text[log->length - 1] != '\n')
		log->length--;
	if (whole)
		trace_kept_tell(&trace_output.record, log_add_kept, log);
	if (!log_add(log, last, strlen(last)))
		log->length = 0;
}
