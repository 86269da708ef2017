/* trace_io.c - the words for descriptors and signals. */
#include "trace_io.h"
#include "io.h"

#include <stdio.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

static void descriptor_words(char words[TRACE_NAME], int fd, int direction)
{
	snprintf(words, TRACE_NAME, "descriptor %d can be %s", fd,
	         direction == IO_READ ? "read" : "written");
}

void trace_reader_of(Handle *due, const Handle *handle, int fd, int direction)
{
	char words[TRACE_NAME];

	descriptor_words(words, fd, direction);
	trace_due_is(due, handle, "descriptor", words);
}

void trace_waits_until(Handle *wake, int fd, int direction)
{
	char words[TRACE_NAME];

	descriptor_words(words, fd, direction);
	trace_waits_for(wake, "descriptor", words);
}

void trace_signal_of(Handle *due, const Handle *handle, int signo)
{
	char words[TRACE_NAME];

	snprintf(words, sizeof words, "signal %d has come: %.40s", signo,
	         strsignal(signo));
	trace_due_is(due, handle, "signal", words);
}

static const TraceName names[] = { { "signals_read", "the pipe of signals" },
	                           { "inbox_read", "the pipe of the threads" } };

__attribute__((constructor)) static void trace_io_begin(void)
{
	trace_names(names, sizeof names / sizeof *names);
}
