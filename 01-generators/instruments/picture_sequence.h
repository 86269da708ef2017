/* picture_sequence.h - a run of generators alone: a column for each, and from top to
 * bottom what resumes, and what yields. Only the pictures use this file. */
#ifndef ASYNCIO_PICTURE_SEQUENCE_H
#define ASYNCIO_PICTURE_SEQUENCE_H

#include "picture_run.h"

enum { MOST_COLUMNS = 12, MOST_EVENTS = 40 };

/* Column 0 is that of what is no generator: main. */
typedef struct Sequence {
	Run *run;
	int actors[MOST_COLUMNS];
	int resumed_by[MOST_COLUMNS]; /* columns */
	char state[MOST_COLUMNS];     /* 'p'aused, 'r'uns, 'c'alls another one */
	int n_columns, room;          /* room: so many columns fit beside each other */
	int n_drawn;                  /* columns of the whole run */
	int n_hidden;                 /* generators without a column */
	long n_events;
	long skip_from, skip_to; /* events that are left out, if there are too many */
	int row;                 /* of the next arrow */
	/* Draws an arrow from one column to another, or that so many are left out; and
	 * what they draw on. */
	void (*arrow)(struct Sequence *seq, int from, int to, const char *words);
	void (*left_out)(struct Sequence *seq, long events);
	void *sheet;
} Sequence;

/* Reads a log of which at most room columns are drawn, and counts its columns and its
 * events; then draws them. */
void picture_sequence_survey(Sequence *seq, Run *run, int room, const char *log,
                             size_t length);
void picture_sequence_draw(Sequence *seq, const char *log, size_t length);

/* The name at the head of a column. */
const char *picture_sequence_name(const Sequence *seq, int column);

#endif
