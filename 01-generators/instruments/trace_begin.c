/* trace_begin.c - begins a trace if the environment asks for one, and ends it. */
#include "machines/symbols.h"
#include "scribe.h"
#include "trace_private.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct Tracer {
	bool watches;
};

/* All that can be traced needs it: so this file is in each such program. */
const Tracer *tracer;

static const Tracer some = { true };

/* ==== Given: a run that is watched ==== */

/* NULL: it is not set, or to nothing. */
static const char *setting_of(const char *name)
{
	const char *value = getenv(name);

	return value == NULL || *value == '\0' ? NULL : value;
}

/* The number of a pass that a setting names; what is not understood is said if somebody
 * wants a trace. */
static unsigned long pass_of(const char *setting, unsigned long otherwise, bool says)
{
	const char *value = setting_of(setting);
	char *end;

	if (value == NULL)
		return otherwise;
	errno = 0;
	unsigned long number = strtoul(value, &end, 10);
	if (*value >= '0' && *value <= '9' && *end == '\0' && errno == 0 && number > 0)
		return number;
	if (says)
		trace_say("%s is the number of a pass, 1 or more, not '%s': it is "
		          "ignored\n",
		          setting, value);
	return otherwise;
}

static void passes_begin(bool says)
{
	unsigned long from = pass_of("ASYNCIO_TRACE_FROM", 0, says);
	unsigned long to = pass_of("ASYNCIO_TRACE_TO", ULONG_MAX, says);

	if (from > to && says)
		trace_say("ASYNCIO_TRACE_FROM=%lu is behind ASYNCIO_TRACE_TO=%lu, so no "
		          "pass is between them: both are ignored\n",
		          from, to);
	trace_output.from = from > to ? 0 : from;
	trace_output.to = from > to ? ULONG_MAX : to;
}

/* Lines are put behind those of another process that writes the file, such as the one
 * that has started this program: then they say whose they are. */
static void text_begin(const char *path)
{
	TraceFile *text = &trace_output.text;
	bool is_stderr = strcmp(path, "-") == 0, busy = false;

	text->path = is_stderr ? "stderr" : path;
	text->at_once = is_stderr;
	text->after_stdout = is_stderr && trace_stdout_is_stderr();
	int fd = is_stderr ? dup(STDERR_FILENO) : trace_open(path, &busy);
	if (!trace_file_begin(text, fd))
		return;
	trace_output.forked = busy;
	trace_output.scribe = scribe_begin_text();
}

/* Nothing is kept back any more. The scribe goes on if there are children that have kept
 * something. */
static void text_end(void)
{
	if (trace_output.scribe < 0)
		return;
	if (trace_output.forked || trace_output.has_forked)
		close(trace_output.scribe);
	else
		scribe_wait(trace_output.scribe);
	trace_output.scribe = -1;
}

/* What is left is told, and the picture is there when the program has ended. */
static void trace_end(void)
{
	trace_lock();
	trace_flush();
	if (trace_output.record.fd >= 0) {
		trace_loop = 0;
		trace_log("end", "finished");
		trace_file_send(&trace_output.record);
		if (trace_file_is_there(&trace_output.record))
			scribe_wait(trace_output.record.fd);
		trace_output.record.fd = -1;
	}
	trace_file_send(&trace_output.text);
	text_end();
	trace_unlock();
}

/* The picture is the parent's. */
static void fork_in_child(void)
{
	trace_output.forked = true;
	trace_forget();
	if (trace_file_is_there(&trace_output.record))
		close(trace_output.record.fd);
	trace_output.record.fd = -1;
	trace_unlock();
}

/* Pictures say that there are processes which they do not show. */
static void fork_in_parent(void)
{
	trace_output.has_forked = true;
	trace_log("forks", "%s", "");
	trace_unlock();
}

static const char *clock_name(void)
{
	const char *clock = getenv("ASYNCIO_CLOCK");

	return clock != NULL && strcmp(clock, "virtual") == 0 ? "virtual" : "real";
}

static void record_begin(const char *path)
{
	TraceFile *record = &trace_output.record;

	record->path = path;
	int log = scribe_begin(path);
	if (log < 0 || !trace_file_begin(record, log))
		return;
	if (strlen(path) > 5 && strcmp(path + strlen(path) - 5, ".html") == 0)
		printed_begin();
	char program[512];
	trace_escape(program, sizeof program, symbol_program(), strlen(symbol_program()));
	trace_lock();
	trace_log("trace", "1\t%s\t%s", program, clock_name());
	trace_unlock();
}

void trace_begin(void)
{
	const char *path = setting_of("ASYNCIO_TRACE");
	const char *picture = setting_of("ASYNCIO_TIMELINE");
	static bool begun;

	trace_say_on_stderr();
	passes_begin(path != NULL || picture != NULL);
	if (path != NULL && trace_output.text.fd < 0)
		text_begin(path);
	if (picture != NULL && trace_output.record.fd < 0)
		record_begin(picture);
	if (trace_output.text.fd < 0 && trace_output.record.fd < 0)
		return;
	tracer = &some;
	if (!begun && atexit(trace_end) == 0)
		pthread_atfork(trace_lock, fork_in_parent, fork_in_child);
	begun = true;
}

__attribute__((constructor)) static void trace_constructor(void)
{
	trace_begin();
}
