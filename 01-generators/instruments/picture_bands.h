/* picture_bands.h - how the slots of a run are laid out: what does not fit beside
 * each other is drawn in bands below each other. The unit is a character in a
 * terminal, and a pixel in an SVG. Only the pictures use this file. */
#ifndef ASYNCIO_PICTURE_BANDS_H
#define ASYNCIO_PICTURE_BANDS_H

#include "picture_run.h"

typedef struct Bands {
	Run *run;
	int begin, end; /* of the columns for slots */
	int limit;      /* a band ends here or before */
	int space;      /* the least distance between two texts above the lanes */
	int first, last; /* the slots of this band: from first to before last */
	int n_rows;      /* the lanes of this band, without the loop's */
	int n_idle;      /* lanes that are there, but not drawn in it */
} Bands;

/* Each slot has its width, its gap, and the widths of the texts above it. Finds out
 * where the slots of the band are that begins with bands->first. */
void picture_band(Bands *bands);

/* How many bands are needed; and chooses a limit with which there are no more of them,
 * all about as long as each other. */
int picture_count_bands(Bands *bands);
void picture_balance(Bands *bands);

/* Gives a row to each lane of this band: those that are there, or, if there are more
 * than plenty of them, those to which something happens; and no more than most. */
void picture_rows(Bands *bands, int plenty, int most);

/* The texts above a slot, which may be the first one of its band: the time, and the
 * number of the pass. "": nothing is written. */
void picture_time_above(const Run *run, int slot, bool first, char *words, size_t room);
void picture_pass_above(const Run *run, int slot, bool first, char *words, size_t room);

/* Is it this band that tells what became of a lane? If the lane ends, the one where it
 * does; otherwise the last one. */
bool picture_note_is_here(const Bands *bands, int lane);

/* What is said below a band: "and 57 more, not drawn in this part". */
void picture_idle(const Bands *bands, char *words, size_t room);

#endif
