/* picture_sheet.h - how a run is laid out in characters. Only the pictures use this file.
 *
 * What does not fit beside each other is drawn in bands below each other. */
#ifndef ASYNCIO_PICTURE_SHEET_H
#define ASYNCIO_PICTURE_SHEET_H

#include "picture_canvas.h"
#include "picture_run.h"

enum { MOST_KEYS = 26, HEAD_ROWS = 2 };

typedef struct Sheet {
	Run *run;
	Canvas canvas;
	int names, notes; /* columns: of lanes' names; of what became of them */
	int step;         /* columns of a slot */
	int *x;           /* where each slot begins in its band */
	int first, last;  /* the slots of this band: from first to before last */
	bool has_loop;    /* lane 0 is drawn, too */
	int keys[MOST_KEYS], n_keys; /* words that are shown as a letter */
	/* What the legend has to explain: */
	bool ready, woken, ended, cancelled, failed, requests, callbacks, waits;
	char sources[8]; /* the first letters of what woke somebody from outside */
} Sheet;

/* The columns of a slot, and of the gap in front of it. */
int picture_columns(const Sheet *sheet, int slot);
int picture_gap(const Sheet *sheet, int slot);

/* The row of a lane in its band. */
int picture_row(const Sheet *sheet, int lane);

/* Draws the lanes of a band; and what they wait for. */
void picture_lanes(Sheet *sheet);
void picture_labels(Sheet *sheet);

/* What is said above and below a picture. */
void picture_headline(const Sheet *sheet, FILE *out);
void picture_legend(const Sheet *sheet, FILE *out);

/* Draws a run of generators alone: a column for each, from top to bottom. */
void picture_columns_text(Run *run, Canvas *canvas, const char *log, size_t length,
                          FILE *out);

#endif
