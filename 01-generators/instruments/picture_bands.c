/* picture_bands.c - where slots are drawn, and which lanes. */
#include "picture_bands.h"

#include <stdio.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

static int larger(int a, int b)
{
	return a > b ? a : b;
}

/* Where a slot begins after one that ends at x: its gap, and beyond the texts above, of
 * which each has room for itself. */
static int slot_begins(const Bands *bands, const Slot *slot, int x, int time_end,
                       int pass_end)
{
	int gap = larger(slot->gap, bands->space), begins = x + slot->gap;

	if (slot->begins_time)
		begins = larger(begins, time_end + gap);
	if (slot->begins_pass)
		begins = larger(begins, pass_end + gap);
	return begins;
}

void picture_band(Bands *bands)
{
	const Run *run = bands->run;
	int x = bands->begin, time_end = 0, pass_end = 0, whole = 0, i = bands->first;
	int long_enough = x + (bands->limit - x) * 3 / 4;

	for (; i < run->n_shown; i++) {
		Slot *slot = &run->slots[i];
		bool first = i == bands->first;
		int at = first ? x : slot_begins(bands, slot, x, time_end, pass_end);
		if (at + slot->width > bands->limit && !first)
			break;
		if (!first && slot->begins_pass && x > long_enough)
			whole = i;
		slot->x = at;
		x = at + slot->width;
		if (first || slot->begins_time)
			time_end = at + slot->time_width;
		if (first || slot->begins_pass)
			pass_end = at + slot->pass_width;
	}
	bands->last = i < run->n_shown && whole > 0 ? whole : i;
}

static int count_bands(Bands *bands)
{
	int n = 0;

	for (bands->first = 0; bands->first < bands->run->n_shown; n++) {
		picture_band(bands);
		bands->first = bands->last;
	}
	bands->first = 0;
	return n;
}

int picture_count_bands(Bands *bands)
{
	bands->limit = bands->end;
	return count_bands(bands);
}

void picture_balance(Bands *bands)
{
	int needed = picture_count_bands(bands), room = bands->end - bands->begin;

	while (needed > 1 && count_bands(bands) == needed)
		bands->limit -= room > 100 ? room / 100 : 1;
	if (bands->limit < bands->end)
		bands->limit += room > 100 ? room / 100 : 1;
}

/* How much of this lane is to be seen in this band: it runs, something is done to it, it
 * is there, it is not. */
typedef enum Rank { NOTHING, IDLE, TOUCHED, ACTIVE } Rank;

static Rank rank_of(const Lane *lane, int first, int last)
{
	Rank rank = NOTHING;

	for (int i = first; i < last; i++) {
		const Cell *cell = &lane->cells[i];
		if (cell->state == RUNS)
			return ACTIVE;
		if (cell->mark != NO_MARK || cell->ending != GOES_ON)
			rank = TOUCHED;
		else if (rank == NOTHING &&
		         (cell->state != ABSENT || cell->after != ABSENT))
			rank = IDLE;
	}
	return rank;
}

void picture_rows(Bands *bands, int plenty, int most)
{
	const Run *run = bands->run;
	int seen[ACTIVE + 1] = { 0 }, room = most;

	for (int i = 1; i <= run->n_lanes; i++)
		seen[rank_of(&run->lanes[i], bands->first, bands->last)]++;
	int all = seen[IDLE] + seen[TOUCHED] + seen[ACTIVE];
	for (int rank = ACTIVE; rank >= IDLE; rank--) {
		bool wanted = all <= plenty || rank > IDLE;
		seen[rank] = !wanted ? 0 : seen[rank] < room ? seen[rank] : room;
		room -= seen[rank];
	}
	seen[NOTHING] = 0;
	bands->n_rows = 0;
	for (int i = 1; i <= run->n_lanes; i++) {
		Lane *lane = &run->lanes[i];
		Rank rank = rank_of(lane, bands->first, bands->last);
		lane->row = seen[rank]-- > 0 ? bands->n_rows++ : -1;
	}
	bands->n_idle = all - bands->n_rows;
	run->lanes[0].row = bands->n_rows;
}

void picture_time_above(const Run *run, int slot, bool first, char *words, size_t room)
{
	const Slot *s = &run->slots[slot];

	*words = '\0';
	if ((s->begins_time || first) && !picture_is_cut(run, slot))
		picture_time(run, s->time, words, room);
}

void picture_pass_above(const Run *run, int slot, bool first, char *words, size_t room)
{
	const Slot *s = &run->slots[slot];

	*words = '\0';
	if (picture_is_cut(run, slot) || !(s->begins_pass || first))
		return;
	if (s->same > 0)
		snprintf(words, room, "+%lu", s->same);
	else if (s->pass > 0)
		snprintf(words, room, "%lu", s->pass);
}

bool picture_note_is_here(const Bands *bands, int lane)
{
	const Cell *cells = bands->run->lanes[lane].cells;
	int i = bands->run->n_shown - 1;

	while (i > 0 && cells[i].ending == GOES_ON)
		i--;
	return cells[i].ending == GOES_ON ? bands->last == bands->run->n_shown
	                                  : bands->first <= i && i < bands->last;
}

void picture_idle(const Bands *bands, char *words, size_t room)
{
	*words = '\0';
	if (bands->n_idle > 0)
		snprintf(words, room, "and %d more, not drawn in this part",
		         bands->n_idle);
}
