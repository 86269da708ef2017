/* picture_sequence.c - what resumes which generator, and where it yields to. */
#include "picture_sequence.h"

#include <stdio.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

/* The column of an actor, or -1: there is no room for it. */
static int column_of(Sequence *seq, const char *id)
{
	int actor = picture_actor(seq->run, id), i = 0;

	while (i < seq->n_columns && seq->actors[i] != actor)
		i++;
	if (i == seq->room) {
		seq->n_hidden += seq->run->actors[actor].lane == -1;
		seq->run->actors[actor].lane = -2;
		return -1;
	}
	if (i == seq->n_columns)
		seq->actors[seq->n_columns++] = actor;
	return i;
}

/* Is this event drawn? Instead of the first one that is not, their number is. */
static bool event_is_drawn(Sequence *seq)
{
	long n = seq->n_events++;

	if (n == seq->skip_from && seq->skip_to > n)
		seq->left_out(seq, seq->skip_to - seq->skip_from);
	return seq->arrow != NULL && (n < seq->skip_from || n >= seq->skip_to);
}

static void move(Sequence *seq, int from, int to, const char *words)
{
	bool drawn = event_is_drawn(seq);

	seq->state[to] = 'r';
	if (!drawn || from == to)
		return;
	seq->arrow(seq, from, to, words);
	seq->row++;
}

static void resumes(Sequence *seq, const Line *line)
{
	int from = column_of(seq, line->field[0]), to = column_of(seq, line->field[1]);
	bool sends = strcmp(line->field[2], "send") == 0 && line->field[3][0] != '-';
	char words[64];

	if (to < 0 || from < 0)
		return;
	snprintf(words, sizeof words, "%s%s%s", line->field[2], sends ? " " : "",
	         sends ? line->field[3] : "");
	seq->resumed_by[to] = from;
	seq->state[from] = 'c';
	move(seq, from, to, words);
}

/* A generator yields, or ends: what has resumed it goes on. */
static void leaves(Sequence *seq, const Line *line)
{
	int from = column_of(seq, line->field[0]);
	bool ends = strcmp(line->verb, "ends") == 0, well = line->field[1][0] == '0';
	const char *more = ends ? line->field[2] : line->field[1];
	char words[64];

	if (from < 0)
		return;
	snprintf(words, sizeof words, "%s%s%s", line->verb, *more == '\0' ? "" : " ",
	         more);
	seq->state[from] = ends ? ' ' : 'p';
	move(seq, from, seq->resumed_by[from], ends && well ? "ends" : words);
}

static void sequence_read(Sequence *seq, const char *log, size_t length)
{
	Line line;

	seq->n_events = 0;
	seq->n_columns = 1;
	while (picture_line(&line, &log, &length)) {
		if (strcmp(line.verb, "resumes") == 0)
			resumes(seq, &line);
		else if (strcmp(line.verb, "yields") == 0 ||
		         strcmp(line.verb, "ends") == 0)
			leaves(seq, &line);
	}
}

static void nothing(Sequence *seq, long events)
{
	(void)seq;
	(void)events;
}

void picture_sequence_survey(Sequence *seq, Run *run, int room, const char *log,
                             size_t length)
{
	seq->run = run;
	seq->room = room < MOST_COLUMNS ? room : MOST_COLUMNS;
	seq->left_out = nothing;
	sequence_read(seq, log, length);
	seq->n_drawn = seq->n_columns;
	if (seq->n_events > MOST_EVENTS) {
		seq->skip_from = MOST_EVENTS / 2;
		seq->skip_to = seq->n_events - MOST_EVENTS / 2;
	}
}

void picture_sequence_draw(Sequence *seq, const char *log, size_t length)
{
	memset(seq->state, ' ', sizeof seq->state);
	sequence_read(seq, log, length);
}

const char *picture_sequence_name(const Sequence *seq, int column)
{
	return column == 0 ? "main" : seq->run->actors[seq->actors[column]].name;
}
