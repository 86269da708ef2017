/* trace_private.h - what the files of the trace need of each other, and nobody else. */
#ifndef ASYNCIO_TRACE_PRIVATE_H
#define ASYNCIO_TRACE_PRIVATE_H

#include "trace.h"

/* Writes n bytes as a field of the log: the end of a field or of a line, and other bytes
 * that are no text, are escaped. What does not fit is cut off. */
void trace_escape(char *to, size_t room, const char *from, size_t n);

/* Where sentences or lines go. Those of a pass are kept until the next pass is over: if
 * that is the same, it is counted and not written. */
typedef struct TraceSink {
	int fd; /* -1: it is not wanted, or could not be written */
	const char *path;
	const char *setting; /* "ASYNCIO_TRACE" */
	char head[TRACE_WORDS]; /* of the pass: is written before its first line */
	size_t indent;          /* so many blanks stand there in the lines */
	char *now, *last;       /* of this pass, and of the one before */
	size_t n_now, n_last, room_now, room_last;
	size_t written;     /* of now */
	unsigned long same; /* passes that were counted and not told of yet */
	unsigned long number; /* of the last pass that has ended */
	unsigned long next;   /* of the one that runs */
	unsigned in_a_row;  /* equal passes that were seen */
	bool in_pass;
	void (*tell_same)(struct TraceSink *sink, unsigned long same);
} TraceSink;

void sink_line(TraceSink *sink, const char *line, size_t n);
void sink_pass_begins(TraceSink *sink, unsigned long number, const char *head);
void sink_pass_ends(TraceSink *sink);
void sink_flush(TraceSink *sink);
void sink_write(TraceSink *sink, const char *text, size_t n);

#endif
