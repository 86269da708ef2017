/* picture_svg.h - how a run is laid out in an SVG. All numbers are pixels. Only the
 * pictures use this file. */
#ifndef ASYNCIO_PICTURE_SVG_H
#define ASYNCIO_PICTURE_SVG_H

#include "picture_bands.h"
#include "picture_run.h"

#include <stdio.h>

enum { SVG_KEYS = 52, SVG_SMALL = 11 };

typedef struct Svg {
	Run *run;
	FILE *out;
	Bands bands;
	int width, margin;
	int names, notes; /* for the names of lanes, and for what became of them */
	int lane, font;   /* the height of a lane, and of the letters in it */
	int step;         /* the width of a turn */
	int y;            /* the top of the band's lanes */
	int keys[SVG_KEYS], n_keys; /* words that are shown as a letter */
	/* What the legend has to explain: */
	bool ready, woken, ended, cancelled, failed, requests, callbacks, timers, waits;
	bool sleeps, no_key, held, by_sleep, by_steps, pass, wires, same, cut;
	bool sources[N_SOURCES];
} Svg;

/* Letters have one width: six tenths of their height. */
int picture_svg_width(int font, const char *text);

/* Writes a text as XML; and one that is a text of the picture, on a line of its own. At
 * most most pixels of it are written. Returns its width. */
void picture_svg_escape(FILE *out, const char *text);
int picture_svg_text(const Svg *svg, int x, int y, int font, const char *kind,
                     const char *text, int most);

/* The rows of the band, with the loop's; and the middle of a lane; -1: it is not in the
 * band. */
int picture_svg_rows(const Svg *svg);
int picture_svg_middle(const Svg *svg, int lane);

/* The middle of what runs in a slot, or would; and where that ends. */
int picture_svg_center(const Svg *svg, int slot);
int picture_svg_runs_to(const Svg *svg, int slot);

/* Writes the title of what is drawn, which is shown when the mouse is over it: what the
 * lane does, and when. */
void picture_svg_tell(const Svg *svg, int lane, const char *what, const char *of,
                      int slot);

/* Draws what runs: with words in it, if it held the loop. */
void picture_svg_block(Svg *svg, int lane, int slot);

/* Draw a band: what is above the lanes and beside them, who woke whom, the lanes, the
 * loop's, and what is waited for. */
void picture_svg_band(Svg *svg);
void picture_svg_wires(Svg *svg);
void picture_svg_lanes(Svg *svg);
void picture_svg_loop(Svg *svg);
void picture_svg_labels(Svg *svg);

/* The letter of the words that have this number in svg->keys. */
char picture_svg_key(int key);

/* The head of the file with its styles; and the legend at this height, with what is
 * left out of the picture. Returns where it ends. */
void picture_svg_head(const Svg *svg, int height, const char *title);
int picture_svg_legend(const Svg *svg, int y);

/* Draws a run of generators alone: a column for each, from top to bottom. */
void picture_columns_svg(Svg *svg, const char *log, size_t length);

/* One entry of a legend: a sign of 16 pixels, drawn around its middle, and words. */
typedef struct SvgEntry {
	bool is_there;
	const char *sign, *words;
} SvgEntry;

/* Draws entries from x and y on, in as many lines as they need; and sets x and y to
 * where the next one would be. */
void picture_svg_entries(const Svg *svg, const SvgEntry *entries, size_t n, int *x,
                         int *y);

#endif
