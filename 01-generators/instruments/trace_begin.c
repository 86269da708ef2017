/* trace_begin.c - begins a trace if the environment asks for one, and ends it. */
#include "machines/symbols.h"
#include "scribe.h"
#include "trace_private.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct Tracer {
	bool watches;
};

static const Tracer some = { true };

/* ==== Given: a run that is watched ==== */

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
	fprintf(stderr,
	        "%s is the number of a pass, 1 or more, not '%s': it is ignored\n",
	        setting, value);
	return otherwise;
}

int trace_out_of_the_way(int fd)
{
	int high = fcntl(fd, F_DUPFD_CLOEXEC, 200);

	if (high < 0) {
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		return fd;
	}
	close(fd);
	return high;
}

static void text_begin(const char *path)
{
	TraceFile *text = &trace_output.text;

	text->path = path;
	if (strcmp(path, "-") == 0) {
		text->path = "stderr";
		text->fd = STDERR_FILENO;
		return;
	}
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
	if (fd < 0)
		fprintf(stderr, "ASYNCIO_TRACE: %s cannot be written: %s\n", path,
		        strerror(errno));
	else
		text->fd = trace_out_of_the_way(fd);
}

/* What is left is told, and the picture is there when the program has ended. */
static void trace_end(void)
{
	trace_lock();
	trace_flush();
	if (trace_output.record.fd >= 0) {
		trace_loop = 0;
		trace_log("end", "finished");
		printed_end();
		scribe_wait();
		trace_output.record.fd = -1;
	}
	trace_unlock();
}

/* The picture is the parent's. */
static void fork_in_child(void)
{
	trace_output.forked = true;
	if (trace_output.record.fd >= 0)
		close(trace_output.record.fd);
	trace_output.record.fd = -1;
	trace_unlock();
}

/* Pictures say that there are processes which they do not show. */
static void fork_in_parent(void)
{
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
	if (strlen(path) > 5 && strcmp(path + strlen(path) - 5, ".html") == 0)
		printed_begin();
	record->fd = scribe_begin(path);
	if (record->fd < 0)
		printed_end();
	trace_log("trace", "1\t%s\t%s", symbol_program(), clock_name());
}

void trace_begin(void)
{
	const char *path = getenv("ASYNCIO_TRACE"), *picture = getenv("ASYNCIO_TIMELINE");
	static bool begun;

	trace_output.from = pass_of("ASYNCIO_TRACE_FROM", 0);
	trace_output.to = pass_of("ASYNCIO_TRACE_TO", ULONG_MAX);
	if (path != NULL && *path != '\0')
		text_begin(path);
	if (picture != NULL && *picture != '\0')
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
