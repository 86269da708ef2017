/* trace_private.h - what the files of the trace need of each other, and nobody else. */
#ifndef ASYNCIO_TRACE_PRIVATE_H
#define ASYNCIO_TRACE_PRIVATE_H

#include "trace.h"

#include <sys/types.h>

/* Writes n bytes as a field of the log: the end of a field or of a line, and other
 * bytes that are no text, are escaped. What does not fit is cut off. */
void trace_escape(char *to, size_t room, const char *from, size_t n);

/* A pass that is longer than this, in bytes, is always shown. */
enum { LONGEST_PASS = 64 * 1024 };

/* What is kept back; see trace_kept.c. */
typedef struct TraceKept TraceKept;

/* Where a trace is written. What is to be written there is collected until
 * trace_unlock, and written as one piece. */
typedef struct TraceFile {
	int fd; /* -1: it is not wanted, or could not be written */
	const char *path;
	const char *setting; /* "ASYNCIO_TRACE" */
	dev_t device;        /* the file that it was when it was opened */
	ino_t inode;
	bool at_once; /* it is stderr, where the program writes, too: in order */
	bool after_stdout; /* it is where stdout is, too: what was printed comes first */
	TraceKept *kept;   /* of all its sinks; NULL: nothing can be kept back */
	size_t n;          /* bytes that have been collected */
	char text[8192];
} TraceFile;

/* Opens a file that is to be written from its beginning, by nobody else. If another
 * process, or another setting, writes it already, it is busy, and is as it was. Returns
 * -1, with errno, if it cannot be opened; a FIFO that nobody has opened to read within a
 * second is one: ENXIO. */
int trace_open(const char *path, bool *busy);

/* Why a file cannot be written: what strerror says; of such a FIFO, that nobody
 * reads. */
const char *trace_why_not(int error);

/* The file has this descriptor, which it takes. Returns false if that fails, and says
 * so. */
bool trace_file_begin(TraceFile *file, int fd);

/* Collects lines; writes what has been collected. */
void trace_file_add(TraceFile *file, const char *text, size_t n);
void trace_file_send(TraceFile *file);

/* Is it still the file that was opened? */
bool trace_file_is_there(const TraceFile *file);

/* Says why, with errno, and writes no more. */
void trace_file_give_up(TraceFile *file);

/* Do stdout and stderr go to the same terminal or file? */
bool trace_stdout_is_stderr(void);

/* From now on sentences go to stderr as it is now. If it becomes another file, of the
 * program's, they are not said. */
void trace_say_on_stderr(void);
void trace_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* There is no memory for the trace: says so, and tells nothing more. */
void trace_has_no_memory(void);

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
	TraceKept *kept; /* what is not written, if it is to be kept; or NULL */
	size_t (*say_same)(const struct TraceSink *sink, char *line, size_t room);
} TraceSink;

void sink_line(TraceSink *sink, const char *line, size_t n);
void sink_pass_begins(TraceSink *sink, unsigned long number, const char *head);
void sink_pass_ends(TraceSink *sink);
void sink_flush(TraceSink *sink);
void sink_write(TraceSink *sink, const char *text, size_t n);

/* In a child of fork: what has been kept is the parent's to tell. */
void sink_forked(TraceSink *sink);

/* From now on passes can be kept back. It is called before the process begins that will
 * write them if the program ends. Returns false if there is no memory for that. */
bool trace_kept_begin(TraceFile *file);

/* Keeps what the sink has not written: so many equal passes, and the lines of this one.
 * Returns false if that is not possible: then it has to be written. trace_kept_clear
 * forgets it, because it has been written. */
bool trace_kept_set(TraceSink *sink);
void trace_kept_clear(TraceSink *sink);

/* For that process: tells all that is kept. */
typedef void TraceKeptTell(void *to, const char *text, size_t n);
void trace_kept_tell(const TraceFile *file, TraceKeptTell *tell, void *to);

/* Of each thread that tells something; they stay until the program ends. */
typedef struct TraceSinks {
	TraceSink text, record;
	struct TraceSinks *next;
} TraceSinks;

/* Writes what all threads have kept back; in a child of fork, forgets it. */
void trace_flush(void);
void trace_forget(void);

/* Where a trace goes. */
typedef struct TraceOutput {
	TraceFile text, record;
	unsigned long from, to; /* the passes of which sentences are wanted */
	bool forked;            /* we are a child of the process that began the trace */
	bool has_forked;        /* it has children that may go on after it */
	int scribe; /* is open as long as something of text may be kept back; or -1 */
} TraceOutput;

extern TraceOutput trace_output;

/* From now on what the program prints is in the log, too. */
void printed_begin(void);

/* Is called before each line of the log, unless it is NULL: puts there what has been
 * printed before. */
extern void (*trace_print_first)(void);

/* The thing is found at this address from now on. Returns false if there is no memory. */
bool trace_place(const void *address, Thing *thing);

/* Moves a descriptor to a high number, so that the program's own have the numbers that
 * they would have without us. It is closed on exec. Returns -1, with errno, if that
 * cannot be: then it is closed now. -1 stays -1. */
int trace_out_of_the_way(int fd);

/* Reads the environment, and begins a trace if one is wanted. The program calls it
 * before main. */
void trace_begin(void);

#endif
