/* trace.c - begins a trace if the environment asks for one. */
#include "machines/symbols.h"
#include "scribe.h"
#include "trace_private.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const Tracer *tracer;
_Thread_local unsigned trace_loop;

struct Tracer {
	bool begun;
};

static const Tracer some = { true };
static TraceSink text = { .fd = -1, .setting = "ASYNCIO_TRACE", .indent = 9 };
static TraceSink record = { .fd = -1, .setting = "ASYNCIO_TIMELINE" };
static unsigned long from, to = ULONG_MAX; /* the passes that are shown */
static bool shown = true;                  /* this pass is one of them */
static unsigned pass_loop, most_loop;      /* the loop whose pass it is; the last one */
static bool forked;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local int depth, saved_errno;

/* ==== Given: a run that is watched ==== */

/* What an instrument calls may be watched, too. */
void trace_lock(void)
{
	if (depth++ > 0)
		return;
	saved_errno = errno;
	pthread_mutex_lock(&lock);
}

void trace_unlock(void)
{
	if (--depth > 0)
		return;
	pthread_mutex_unlock(&lock);
	errno = saved_errno;
}

/* Who speaks, when there is more than one: a child of fork, a loop besides the first. */
static size_t put_speaker(char *line, size_t room)
{
	int n = 0;

	if (forked)
		n = snprintf(line, room, "[process %ld] ", (long)getpid());
	if (most_loop > 1)
		n += snprintf(line + n, room - (size_t)n, "[loop %u] ", trace_loop);
	return (size_t)n;
}

static void text_same(TraceSink *sink, unsigned long same)
{
	char line[TRACE_WORDS];
	int n = same == 1
	                ? snprintf(line, sizeof line, "pass %-4lu the same\n", sink->number)
	                : snprintf(line, sizeof line, "passes %lu to %lu: the same\n",
	                           sink->number - same + 1, sink->number);

	sink_write(sink, line, (size_t)n);
}

static void record_same(TraceSink *sink, unsigned long same)
{
	char line[TRACE_WORDS];
	int n = snprintf(line, sizeof line, "%u\tsame\t%lu\n", pass_loop, same);

	sink_write(sink, line, (size_t)n);
}

/* A line with this beginning. What the program has printed comes first, if both go to one
 * terminal. */
static void text_line(const char *beginning, const char *format, va_list arguments)
{
	static char line[4096];

	if (text.fd < 0 || !shown)
		return;
	if (text.fd == STDERR_FILENO)
		fflush(stdout);
	size_t head = (size_t)snprintf(line, sizeof line, "%*s",
	                               text.in_pass ? (int)text.indent : 0, "");
	head += put_speaker(line + head, sizeof line - head);
	head += (size_t)snprintf(line + head, sizeof line - head, "%s", beginning);
	int n = vsnprintf(line + head, sizeof line - 1 - head, format, arguments);
	size_t length = strlen(line);
	if (n >= (int)(sizeof line - 1 - head))
		memcpy(line + length - 3, "...", 3);
	line[length] = '\n';
	sink_line(&text, line, length + 1);
}

void trace_text(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text_line("", format, arguments);
	va_end(arguments);
}

void trace_did(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text_line(trace_runs() != NULL ? "  " : "outside of a pass: ", format, arguments);
	va_end(arguments);
}

void trace_log(const char *verb, const char *format, ...)
{
	static char line[4096];
	va_list arguments;

	if (record.fd < 0)
		return;
	int head = snprintf(line, sizeof line, "%u\t%s%s", trace_loop, verb,
	                    *format == '\0' || *format == '\t' ? "" : "\t");
	va_start(arguments, format);
	vsnprintf(line + head, sizeof line - 1 - (size_t)head, format, arguments);
	va_end(arguments);
	size_t length = strlen(line);
	line[length] = '\n';
	sink_line(&record, line, length + 1);
}

/* The passes of two threads are not compared. */
static void part_loops(TraceSink *sink)
{
	sink_flush(sink);
	sink->in_a_row = 0;
}

void trace_pass_begins(unsigned long number, const char *head, const char *fields)
{
	char line[TRACE_WORDS];

	if (pass_loop != trace_loop) {
		part_loops(&text);
		part_loops(&record);
	}
	pass_loop = trace_loop;
	most_loop = most_loop < trace_loop ? trace_loop : most_loop;
	shown = number >= from && number <= to;
	if (shown)
		sink_pass_begins(&text, number, head);
	snprintf(line, sizeof line, "%u\tpass\t%lu\t%s\n", trace_loop, number, fields);
	sink_pass_begins(&record, number, line);
}

void trace_pass_ends(void)
{
	if (shown)
		sink_pass_ends(&text);
	sink_pass_ends(&record);
}

/* So many names are shown, and so many IDs. */
enum { SHOWN_NAMES = 10, SHOWN_IDS = 100 };

void trace_list_add(TraceList *list, const Thing *thing)
{
	size_t room = sizeof list->names - list->names_length;

	if (list->n < SHOWN_NAMES)
		list->names_length += (size_t)snprintf(
			list->names + list->names_length, room, "%s%s",
			list->n > 0 ? ", " : "", thing->name);
	if (list->n < SHOWN_IDS)
		list->ids_length += (size_t)snprintf(list->ids + list->ids_length,
		                                     sizeof list->ids - list->ids_length,
		                                     "\t%s", thing->id);
	list->n++;
}

void trace_list_text(TraceList *list, const char *words)
{
	if (list->n > SHOWN_NAMES)
		trace_text("%s%s, and %zu more", words, list->names,
		           list->n - SHOWN_NAMES);
	else if (list->n > 0)
		trace_text("%s%s", words, list->names);
	list->n = list->names_length = list->ids_length = 0;
}

/* ---- The beginning and the end ---- */

/* The number of a pass that a setting names; what is not understood is said. */
static unsigned long pass_of(const char *setting, unsigned long otherwise)
{
	const char *value = getenv(setting);
	char *end;

	if (value == NULL || *value == '\0')
		return otherwise;
	errno = 0;
	unsigned long number = strtoul(value, &end, 10);
	if (*value >= '0' && *value <= '9' && *end == '\0' && errno == 0)
		return number;
	fprintf(stderr, "%s is the number of a pass, 1 or more, not '%s': it is ignored\n",
	        setting, value);
	return otherwise;
}

static void text_begin(const char *path)
{
	text.path = path;
	text.tell_same = text_same;
	if (strcmp(path, "-") == 0) {
		text.path = "stderr";
		text.fd = STDERR_FILENO;
		return;
	}
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
	if (fd < 0) {
		fprintf(stderr, "ASYNCIO_TRACE: %s cannot be written: %s\n", path,
		        strerror(errno));
		return;
	}
	/* Out of the way: the program's own descriptors have the numbers they had. */
	text.fd = fcntl(fd, F_DUPFD_CLOEXEC, 200);
	if (text.fd < 0)
		text.fd = fd;
	else
		close(fd);
}

/* What is left is told, and the picture is there when the program has ended. */
static void trace_end(void)
{
	trace_lock();
	sink_flush(&text);
	if (record.fd >= 0) {
		trace_loop = 0;
		trace_log("end", "finished");
		sink_flush(&record);
		scribe_wait();
		record.fd = -1;
	}
	trace_unlock();
}

/* The picture is the parent's. */
static void fork_in_child(void)
{
	forked = true;
	if (record.fd >= 0)
		close(record.fd);
	record.fd = -1;
	trace_unlock();
}

static const char *clock_name(void)
{
	const char *clock = getenv("ASYNCIO_CLOCK");

	return clock != NULL && strcmp(clock, "virtual") == 0 ? "virtual" : "real";
}

static void record_begin(const char *path)
{
	record.path = path;
	record.tell_same = record_same;
	record.fd = scribe_begin(path);
	trace_log("trace", "1\t%s\t%s", symbol_program(), clock_name());
}

void trace_begin(void)
{
	const char *path = getenv("ASYNCIO_TRACE"), *picture = getenv("ASYNCIO_TIMELINE");
	static bool begun;

	from = pass_of("ASYNCIO_TRACE_FROM", 0);
	to = pass_of("ASYNCIO_TRACE_TO", ULONG_MAX);
	shown = from == 0;
	if (path != NULL && *path != '\0')
		text_begin(path);
	if (picture != NULL && *picture != '\0')
		record_begin(picture);
	if (text.fd < 0 && record.fd < 0)
		return;
	tracer = &some;
	if (!begun && atexit(trace_end) == 0)
		pthread_atfork(trace_lock, trace_unlock, fork_in_child);
	begun = true;
}

__attribute__((constructor)) static void trace_constructor(void)
{
	trace_begin();
}
