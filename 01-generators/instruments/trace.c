/* trace.c - every event is told twice: as a sentence, and as a line of the log. */
#include "trace_private.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Thread_local unsigned trace_loop, trace_deeds;

static unsigned most_loop; /* the last one that there is */
static TraceSinks spare, *all = &spare;
static _Thread_local TraceSinks *own;
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
	if (depth == 1) {
		trace_file_send(&trace_output.text);
		trace_file_send(&trace_output.record);
	}
	if (--depth > 0)
		return;
	pthread_mutex_unlock(&lock);
	errno = saved_errno;
}

/* Who speaks, when there is more than one: a child of fork, a loop besides the first. */
static size_t put_speaker(char *line, size_t room, unsigned loop)
{
	int n = 0;

	if (trace_output.forked)
		n = snprintf(line, room, "[process %ld] ", (long)getpid());
	if (most_loop > 1)
		n += snprintf(line + n, room - (size_t)n, "[loop %u] ", loop);
	return (size_t)n;
}

static size_t say_same_text(const TraceSink *sink, char *line, size_t room)
{
	unsigned long last = sink->number, same = sink->same;
	char speaker[TRACE_WORDS] = "";

	put_speaker(speaker, sizeof speaker, sink->loop);
	if (last == 0)
		return (size_t)snprintf(line, room, "%s(the same, %lu times more)\n",
		                        speaker, same);
	if (same == 1)
		return (size_t)snprintf(line, room, "pass %-3lu  %sthe same\n", last,
		                        speaker);
	return (size_t)snprintf(line, room, "passes %lu to %lu: %sthe same\n",
	                        last - same + 1, last, speaker);
}

static size_t say_same_record(const TraceSink *sink, char *line, size_t room)
{
	return (size_t)snprintf(line, room, "%u\tsame\t%lu\n", sink->loop, sink->same);
}

/* Those of this thread. Without memory all threads share some. */
static TraceSinks *sinks(void)
{
	if (own != NULL)
		return own;
	own = calloc(1, sizeof *own);
	if (own == NULL) {
		own = &spare;
	} else {
		own->next = all;
		all = own;
	}
	own->text.file = &trace_output.text;
	own->text.say_same = say_same_text;
	own->text.wide = 9;
	own->text.shown = trace_output.from == 0;
	own->record.file = &trace_output.record;
	own->record.say_same = say_same_record;
	return own;
}

void trace_flush(void)
{
	for (TraceSinks *one = all; one != &spare; one = one->next) {
		sink_flush(&one->text);
		sink_flush(&one->record);
	}
}

/* Of the other threads, which the child does not have, too. */
void trace_forget(void)
{
	for (TraceSinks *one = all; one != NULL; one = one->next) {
		sink_forked(&one->text);
		sink_forked(&one->record);
	}
}

void trace_has_no_memory(void)
{
	TraceFile *files[] = { &trace_output.text, &trace_output.record };

	for (int i = 0; i < 2; i++) {
		if (files[i]->fd < 0)
			continue;
		trace_flush();
		trace_file_send(files[i]);
		if (!trace_file_is_there(files[i]))
			continue;
		trace_say("%s: there is no memory to trace this program any further\n",
		          files[i]->setting);
		close(files[i]->fd);
		files[i]->fd = -1;
	}
}

/* A line with this beginning. */
static void text_line(const char *beginning, const char *format, va_list arguments)
{
	static char line[4096];
	TraceSink *text = &sinks()->text;

	if (text->file->fd < 0 || !text->shown)
		return;
	size_t head = (size_t)snprintf(line, sizeof line, "%*s",
	                               text->in_pass ? (int)text->indent : 0, "");
	head += put_speaker(line + head, sizeof line - head, trace_loop);
	head += (size_t)snprintf(line + head, sizeof line - head, "%s", beginning);
	int n = vsnprintf(line + head, sizeof line - 1 - head, format, arguments);
	size_t length = strlen(line);
	if (n >= (int)(sizeof line - 1 - head))
		memcpy(line + length - 3, "...", 3);
	line[length] = '\n';
	sink_line(text, line, length + 1);
}

void trace_text(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text_line("", format, arguments);
	va_end(arguments);
}

void (*trace_catch_up)(void);
void (*trace_print_first)(void);

void trace_did(const char *format, ...)
{
	bool inside = trace_runs() != NULL || sinks()->record.in_pass;
	va_list arguments;

	if (trace_catch_up != NULL)
		trace_catch_up();
	trace_deeds++;
	va_start(arguments, format);
	text_line(inside ? "  " : "outside of a pass: ", format, arguments);
	va_end(arguments);
}

void trace_log(const char *verb, const char *format, ...)
{
	static char line[4096];
	va_list arguments;

	if (trace_output.record.fd < 0)
		return;
	if (trace_print_first != NULL)
		trace_print_first();
	int head = snprintf(line, sizeof line, "%u\t%s%s", trace_loop, verb,
	                    *format == '\0' || *format == '\t' ? "" : "\t");
	va_start(arguments, format);
	vsnprintf(line + head, sizeof line - 1 - (size_t)head, format, arguments);
	va_end(arguments);
	size_t length = strlen(line);
	line[length] = '\n';
	sink_line(&sinks()->record, line, length + 1);
}

/* A round may be under way. */
static void pass_ends(void)
{
	sink_pass_ends(&sinks()->text);
	sink_pass_ends(&sinks()->record);
}

bool trace_begins_with(unsigned long number)
{
	if (number <= 1 || number != trace_output.from)
		return false;
	pass_ends();
	sinks()->text.shown = true;
	return true;
}

void trace_pass_begins(unsigned long number, const char *head, const char *fields)
{
	TraceSink *text = &sinks()->text, *record = &sinks()->record;
	char line[TRACE_WORDS];

	pass_ends();
	most_loop = most_loop < trace_loop ? trace_loop : most_loop;
	text->shown = number >= trace_output.from && number <= trace_output.to;
	if (text->shown)
		sink_pass_begins(text, number, head);
	snprintf(line, sizeof line, "%u\tpass\t%lu\t%s\n", trace_loop, number, fields);
	text->loop = record->loop = trace_loop;
	sink_pass_begins(record, number, line);
}

void trace_round(Thing *generator)
{
	static _Thread_local unsigned long round;

	if (sinks()->record.in_pass && generator->round != round) {
		generator->round = round;
		return;
	}
	pass_ends();
	generator->round = ++round;
	if (sinks()->text.shown)
		sink_pass_begins(&sinks()->text, 0, "");
	sink_pass_begins(&sinks()->record, 0, "");
}

void trace_pass_ends(void)
{
	pass_ends();
}
