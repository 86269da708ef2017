/* picture_sheet.h - how a run is laid out in characters. Only the pictures use this
 * file.
 *
 * What does not fit beside each other is drawn in bands below each other. */
#ifndef ASYNCIO_PICTURE_SHEET_H
#define ASYNCIO_PICTURE_SHEET_H

#include "picture_bands.h"
#include "picture_canvas.h"
#include "picture_run.h"

enum { MOST_KEYS = 52, HEAD_ROWS = 2 };

/* The letters that stand for what is waited for. */
extern const char picture_keys[MOST_KEYS + 1];

typedef struct Sheet {
	Run *run;
	Canvas canvas;
	Bands bands;
	int names, notes; /* columns: of lanes' names; of what became of them */
	int step;         /* columns of a slot */
	int keys[MOST_KEYS], n_keys; /* words that are shown as a letter */
	/* What the legend has to explain: */
	bool ready, woken, ended, cancelled, failed, requests, callbacks, timers, waits;
	bool held, by_sleep, by_steps, wires, crossings, same, several, no_key;
	char sources[8]; /* the first letters of what woke somebody from outside */
	int called[4], n_called; /* the first names of callbacks */
	bool more_called;
} Sheet;

/* The row of a lane in its band; -1: it is not in it. */
int picture_row(const Sheet *sheet, int lane);

/* Draws the lanes of a band; the row of the loop; and what the lanes wait for. */
void picture_lanes(Sheet *sheet);
void picture_loop(Sheet *sheet, int slot);
void picture_labels(Sheet *sheet);

/* Where a slot ends in which something runs: a step that held the loop is longer. */
int picture_runs_to(const Sheet *sheet, int slot);

/* Draws what runs, in so many columns: with words in it, if it held the loop. */
void picture_block(Sheet *sheet, int slot, int row);

/* What is said above and below a picture. */
void picture_headline(const Sheet *sheet, FILE *out);
void picture_legend(const Sheet *sheet, FILE *out);

/* Draws a run of generators alone: a column for each, from top to bottom. */
void picture_columns_text(Run *run, Canvas *canvas, const char *log, size_t length,
                          FILE *out);

#endif
