/* picture_svg.h - how a run is laid out in an SVG. All numbers are pixels. Only the
 * pictures use this file. */
#ifndef ASYNCIO_PICTURE_SVG_H
#define ASYNCIO_PICTURE_SVG_H

#include "picture_run.h"

#include <stdio.h>

typedef struct Svg {
	Run *run;
	FILE *out;
	int width, margin;
	int names, notes; /* for the names of lanes, and for what became of them */
	int lane, font;   /* the height of a lane, and of the letters in it */
	int step;         /* the width of a slot */
	int *x;           /* where each slot begins in its band */
	int first, last;  /* the slots of this band: from first to before last */
	int y;            /* the top of the band's lanes */
	bool has_loop;
	int keys[26], n_keys; /* words that are shown as a letter */
	/* What the legend has to explain: */
	bool ready, woken, ended, cancelled, failed, requests, callbacks, waits, sources;
} Svg;

/* Letters have one width: six tenths of their height. */
int picture_svg_width(int font, const char *text);

/* Writes a text as XML; and one that is a text of the picture, on a line of its own. At
 * most most pixels of it are written. Returns its width. */
void picture_svg_escape(FILE *out, const char *text);
int picture_svg_text(const Svg *svg, int x, int y, int font, const char *kind,
                     const char *text, int most);

/* The width of a slot, and of the gap in front of it. */
int picture_svg_slot(const Svg *svg, int slot);
int picture_svg_gap(const Svg *svg, int slot);

/* The middle of a lane; and that of the first part of a slot, in which it runs. */
int picture_svg_middle(const Svg *svg, int lane);
int picture_svg_center(const Svg *svg, int slot);

/* Draw a band: lines in the background, lanes, what they wait for, who woke whom. */
void picture_svg_lanes(Svg *svg);
void picture_svg_wires(Svg *svg);
void picture_svg_labels(Svg *svg);

/* The head of the file with its styles, and the legend at this height. Returns where it
 * ends. */
void picture_svg_head(const Svg *svg, int height, const char *title);
int picture_svg_legend(const Svg *svg, int y);

/* Draws a run of generators alone: a column for each, from top to bottom. */
void picture_columns_svg(Svg *svg, const char *log, size_t length);

#endif
