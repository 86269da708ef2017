/* trace_sinks.c - where a trace is written. Every line is written at once and as a whole,
 * so that a crash leaves all lines up to there. */
#include "trace_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many equal passes are shown; those that follow are counted. */
enum { SHOWN_PASSES = 16 };

/* ==== Given: a run that is watched ==== */

void sink_write(TraceSink *sink, const char *text, size_t n)
{
	trace_file_add(sink->file, text, n);
}

/* Keeps a line of this pass. Returns false if there is no room for it. */
static bool sink_keep(TraceSink *sink, const char *line, size_t n)
{
	size_t room = sink->room_now == 0 ? 4096 : sink->room_now;

	if (sink->n_now + n > LONGEST_PASS)
		return false;
	while (sink->n_now + n > room)
		room *= 2;
	if (room != sink->room_now) {
		char *grown = realloc(sink->now, room);
		if (grown == NULL)
			return false;
		sink->now = grown;
		sink->room_now = room;
	}
	memcpy(sink->now + sink->n_now, line, n);
	sink->n_now += n;
	return true;
}

/* Has all of this pass been the same so far as the one before? */
static bool sink_is_same(const TraceSink *sink)
{
	return sink->in_a_row >= SHOWN_PASSES && sink->n_now <= sink->n_last &&
	       memcmp(sink->now, sink->last, sink->n_now) == 0;
}

/* Writes how many passes have been the same. */
static void sink_tell_same(TraceSink *sink)
{
	char line[2 * TRACE_WORDS];

	if (sink->same > 0)
		sink_write(sink, line, sink->say_same(sink, line, sizeof line));
	sink->same = 0;
}

/* Writes what is kept of this pass and has not been written: the head takes the place of
 * the blanks in its first line. */
void sink_flush(TraceSink *sink)
{
	sink_tell_same(sink);
	if (sink->written < sink->n_now && sink->written == 0) {
		sink_write(sink, sink->head, strlen(sink->head));
		sink->written = sink->indent;
	}
	if (sink->written < sink->n_now)
		sink_write(sink, sink->now + sink->written, sink->n_now - sink->written);
	sink->written = sink->n_now;
	trace_kept_clear(sink);
}

void sink_line(TraceSink *sink, const char *line, size_t n)
{
	bool kept = sink->in_pass && sink_keep(sink, line, n);

	if (kept && sink_is_same(sink) && trace_kept_set(sink))
		return;
	if (kept)
		sink->in_a_row = sink->in_a_row < SHOWN_PASSES ? sink->in_a_row : 0;
	sink_flush(sink);
	if (!kept)
		sink_write(sink, line, n);
	if (sink->file->at_once)
		trace_file_send(sink->file);
}

void sink_pass_begins(TraceSink *sink, unsigned long number, const char *head)
{
	char *before = sink->last;
	size_t room = sink->room_last;

	snprintf(sink->head, sizeof sink->head, "%s", head);
	sink->last = sink->now;
	sink->n_last = sink->n_now;
	sink->room_last = sink->room_now;
	sink->now = before;
	sink->room_now = room;
	sink->n_now = sink->written = 0;
	sink->indent = strlen(head) > 0 ? sink->wide : 0;
	sink->next = number;
	sink->in_pass = true;
}

static bool is_power_of_ten(unsigned long n)
{
	while (n >= 10 && n % 10 == 0)
		n /= 10;
	return n == 1;
}

/* Counts a pass that is the same, and tells of those that were counted when there are 10,
 * 100, 1000 and so on: the program may spin until it is killed. */
static void sink_count(TraceSink *sink)
{
	sink->same++;
	if (is_power_of_ten(++sink->in_all))
		sink_tell_same(sink);
	trace_kept_set(sink);
}

void sink_pass_ends(TraceSink *sink)
{
	bool equal = sink->n_now == sink->n_last &&
	             (sink->n_now == 0 ||
	              memcmp(sink->now, sink->last, sink->n_now) == 0);

	if (!sink->in_pass)
		return;
	sink->in_pass = false;
	sink->number = sink->next;
	if (!equal)
		sink_flush(sink);
	if (sink->written < sink->n_now)
		sink_count(sink);
	else
		sink->in_all = 0;
	sink->written = sink->n_now;
	sink->in_a_row = equal ? sink->in_a_row + 1 : 1;
}

/* The child goes on within the pass, and its first line has the head again, but not the
 * time: that is only a change for the parent. */
void sink_forked(TraceSink *sink)
{
	char *line = strrchr(sink->head, '\n');

	if (line != NULL && line[1] != '\0')
		memmove(sink->head, line + 1, strlen(line + 1) + 1);
	sink->n_now = sink->n_last = sink->written = 0;
	sink->same = sink->in_all = sink->in_a_row = 0;
	sink->kept = NULL;
}
