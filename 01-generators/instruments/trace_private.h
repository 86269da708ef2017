/* trace_private.h - what the files of the trace need of each other, and nobody else. */
#ifndef ASYNCIO_TRACE_PRIVATE_H
#define ASYNCIO_TRACE_PRIVATE_H

#include "trace.h"

/* Writes n bytes as a field of the log: the end of a field or of a line, and other bytes
 * that are no text, are escaped. What does not fit is cut off. */
void trace_escape(char *to, size_t room, const char *from, size_t n);

/* Where a trace is written. */
typedef struct TraceFile {
	int fd; /* -1: it is not wanted, or could not be written */
	const char *path;
	const char *setting; /* "ASYNCIO_TRACE" */
} TraceFile;

/* What one thread has to say there. The lines of a pass are kept until the next pass is
 * over: if that is the same, it is counted and not written. */
typedef struct TraceSink {
	TraceFile *file;
	unsigned loop;          /* whose pass it is */
	char head[TRACE_WORDS]; /* of the pass: is written before its first line */
	size_t wide;            /* so many blanks stand there in the lines */
	size_t indent;          /* the same, in this pass; 0: it has no head */
	char *now, *last;       /* of this pass, and of the one before */
	size_t n_now, n_last, room_now, room_last;
	size_t written;     /* of now */
	unsigned long same; /* passes that were counted and not told of yet */
	unsigned long in_all; /* the same, with those that have been told of */
	unsigned long number; /* of the last pass that has ended */
	unsigned long next;   /* of the one that runs */
	unsigned in_a_row;  /* equal passes that were seen */
	bool in_pass;
	bool shown; /* this pass is wanted */
	void (*tell_same)(struct TraceSink *sink, unsigned long same);
} TraceSink;

void sink_line(TraceSink *sink, const char *line, size_t n);
void sink_pass_begins(TraceSink *sink, unsigned long number, const char *head);
void sink_pass_ends(TraceSink *sink);
void sink_flush(TraceSink *sink);
void sink_write(TraceSink *sink, const char *text, size_t n);


/* Of each thread that tells something; they stay until the program ends. */
typedef struct TraceSinks {
	TraceSink text, record;
	struct TraceSinks *next;
} TraceSinks;

/* Writes what all threads have kept back. */
void trace_flush(void);

/* Where a trace goes. */
typedef struct TraceOutput {
	TraceFile text, record;
	unsigned long from, to; /* the passes of which sentences are wanted */
	bool forked;            /* we are a child of the process that began the trace */
} TraceOutput;

extern TraceOutput trace_output;

/* What the program prints is in the log, too, if printed_begin was called: from then on
 * it goes to a file that has no name, and is copied to stdout at each event, in
 * printed_look. printed_rest is for the scribe, when the program is gone: returns what
 * has not been copied yet, n bytes, and copies it. */
void printed_begin(void);
void printed_look(void);
void printed_end(void);
size_t printed_rest(char *text, size_t n);

/* Moves a descriptor to a high number, so that the program's own have the numbers that
 * they would have without us. It is closed on exec. */
int trace_out_of_the_way(int fd);

/* Reads the environment, and begins a trace if one is wanted. The program calls it before
 * main. */
void trace_begin(void);

#endif
