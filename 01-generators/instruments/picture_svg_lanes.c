/* picture_svg_lanes.c - an SVG of a run: the lanes. */
#include "picture_svg.h"

/* ==== Given: a run that is watched ==== */

int picture_svg_middle(const Svg *svg, int lane)
{
	int row = lane > 0 ? lane - 1 : svg->run->n_lanes;

	return svg->y + row * svg->lane + svg->lane / 2;
}

int picture_svg_center(const Svg *svg, int slot)
{
	return svg->x[slot] + svg->step * 3 / 10;
}

static const char *name_of(const Svg *svg, int lane)
{
	return svg->run->actors[svg->run->lanes[lane].actor].name;
}

/* Where the part of a slot ends in which something runs. */
static int runs_to(const Svg *svg, int slot)
{
	return svg->x[slot] + svg->step * 6 / 10 + 1;
}

/* Where the slot ends, with the gap behind it. */
static int slot_end(const Svg *svg, int slot)
{
	return slot + 1 < svg->last ? svg->x[slot + 1]
	                            : svg->x[slot] + picture_svg_slot(svg, slot);
}

static void tell(const Svg *svg, int lane, const char *what, const char *of, int slot)
{
	const Slot *s = &svg->run->slots[slot];
	char time[40];

	picture_time(svg->run, s->time, time, sizeof time);
	fputs("<title>", svg->out);
	picture_svg_escape(svg->out, lane > 0 ? name_of(svg, lane) : "the loop");
	picture_svg_escape(svg->out, what);
	picture_svg_escape(svg->out, of);
	fprintf(svg->out, "\npass %lu, time ", s->pass);
	picture_svg_escape(svg->out, time);
	fputs("</title>", svg->out);
}

/* A stretch in which a lane waits, or is ready. */
static void draw_stretch(Svg *svg, int lane, int state, int from, int to, int slot)
{
	int y = picture_svg_middle(svg, lane),
	    label = svg->run->lanes[lane].cells[slot].label;
	int high = svg->lane > 20 ? 6 : 4;

	if (to <= from || (state != WAITS && state != READY))
		return;
	fputs("<g>", svg->out);
	tell(svg, lane, state == READY ? " is ready, and has not run yet" : " waits: ",
	     state == READY ? "" : svg->run->words[label], slot);
	if (state == WAITS)
		fprintf(svg->out,
		        "<path class=\"waits\" d=\"M%d %dH%d\"/><path class=\"over\" "
		        "d=\"M%d %dH%d\"/></g>\n",
		        from + 3, y, to - 2, from, y, to);
	else
		fprintf(svg->out,
		        "<rect class=\"ready\" x=\"%d\" y=\"%d\" width=\"%d\" "
		        "height=\"%d\"/></g>\n",
		        from, y - high / 2, to - from, high);
	svg->waits |= state == WAITS;
	svg->ready |= state == READY;
}

static void draw_ending(Svg *svg, int lane, int slot, const Cell *cell)
{
	int x = runs_to(svg, slot) + 2, y = picture_svg_middle(svg, lane);
	int high = svg->lane * 3 / 10, r = svg->lane > 20 ? 4 : 2;

	if (cell->ending == ENDED)
		fprintf(svg->out, "<path class=\"end\" d=\"M%d %dv%d\"/>\n", x, y - high,
		        2 * high);
	else if (cell->ending == ENDED_CANCELLED)
		fprintf(svg->out,
		        "<path class=\"bad-end\" d=\"M%d %dl%d %dm0 %dl%d %d\"/>\n",
		        x + 1, y - r, 2 * r, 2 * r, -2 * r, -2 * r, 2 * r);
	else if (cell->ending == ENDED_FAILED)
		fprintf(svg->out, "<path class=\"bad-end\" d=\"M%d %dv%dm0 3v2\"/>\n",
		        x + r, y - high, 2 * high - 4);
	svg->ended |= cell->ending == ENDED;
	svg->cancelled |= cell->ending == ENDED_CANCELLED;
	svg->failed |= cell->ending == ENDED_FAILED;
}

static const char *ending_words(const Cell *cell)
{
	return cell->ending == ENDED             ? " runs, and ends"
	       : cell->ending == ENDED_CANCELLED ? " runs, and ends: it is cancelled"
	       : cell->ending == ENDED_FAILED    ? " runs, and ends: it fails"
	                                         : " runs";
}

static void draw_run(Svg *svg, int lane, int slot, const Cell *cell)
{
	int y = picture_svg_middle(svg, lane), high = svg->lane * 6 / 10;

	fputs("<g>", svg->out);
	tell(svg, lane, ending_words(cell), "", slot);
	fprintf(svg->out,
	        "<rect class=\"runs\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
	        "rx=\"%d\"/></g>\n",
	        svg->x[slot], y - high / 2, runs_to(svg, slot) - svg->x[slot], high,
	        svg->step > 8 ? 3 : 1);
	draw_ending(svg, lane, slot, cell);
}

static void draw_mark(Svg *svg, int lane, int slot, const Cell *cell)
{
	bool request = cell->mark == CANCELLED || cell->mark == UNCANCELLED;
	int r = request ? 7 : 4, most = svg->lane / 3, x = picture_svg_center(svg, slot);
	const char *by = cell->by == 0 ? "the loop" : svg->run->actors[cell->by].name;
	char count[16];

	r = r > most ? most : r;
	r = r > svg->step / 2 ? svg->step / 2 : r;
	fputs("<g>", svg->out);
	tell(svg, lane,
	     cell->mark == MADE        ? " is made by "
	     : cell->mark == WOKEN     ? " is woken by "
	     : cell->mark == CANCELLED ? " is cancelled by "
	                               : " has one request less, because of ",
	     by, slot);
	fprintf(svg->out, "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n",
	        cell->mark == CANCELLED ? "cancel"
	        : request               ? "back"
	                                : "ready",
	        x, picture_svg_middle(svg, lane), r);
	snprintf(count, sizeof count, "%d", cell->count);
	if (request && r == 7)
		picture_svg_text(svg, x - 3, picture_svg_middle(svg, lane) + 4, 10, "on",
		                 count, 6);
	fputs("</g>\n", svg->out);
	svg->woken |= !request;
	svg->requests |= request;
}

/* Consecutive slots in which a lane is the same share a stretch. */
static int stretch_end(const Svg *svg, const Cell *cells, int slot)
{
	int i = slot + 1;

	while (i < svg->last && cells[i].mark == NO_MARK && cells[i].state != RUNS &&
	       cells[i].state == cells[slot].after &&
	       cells[i].after == cells[slot].after && cells[i].label == cells[slot].label)
		i++;
	return i;
}

static void draw_lane(Svg *svg, int lane)
{
	const Cell *cells = svg->run->lanes[lane].cells;

	for (int i = svg->first; i < svg->last;) {
		bool event = cells[i].state == RUNS || cells[i].mark != NO_MARK;
		int end = stretch_end(svg, cells, i), at = picture_svg_center(svg, i);
		if (cells[i].state == RUNS)
			at = runs_to(svg, i);
		else if (!event)
			at = svg->x[i];
		draw_stretch(svg, lane, cells[i].after, at, slot_end(svg, end - 1), i);
		if (cells[i].state != RUNS && event && cells[i].state != ABSENT)
			draw_stretch(svg, lane, cells[i].state, svg->x[i], at, i);
		if (cells[i].state == RUNS)
			draw_run(svg, lane, i, &cells[i]);
		if (cells[i].mark > WOKEN ||
		    (cells[i].mark != NO_MARK && cells[i].state != RUNS))
			draw_mark(svg, lane, i, &cells[i]);
		i = end;
	}
}

/* All that is left out in the middle. */
static void draw_cut(const Svg *svg, int slot)
{
	const Run *run = svg->run;
	int x = svg->x[slot], high = (run->n_lanes + svg->has_loop) * svg->lane;

	if (picture_is_cut(run, slot))
		fprintf(svg->out,
		        "<g><title>%ld turns are left out</title><rect class=\"ground\" "
		        "x=\"%d\" y=\"%d\" width=\"24\" height=\"%d\"/><path "
		        "class=\"waits\" "
		        "d=\"M%d %dv%dm8 0v%d\"/></g>\n",
		        run->n_slots - (run->n_shown - 1), x, svg->y, high, x + 8,
		        svg->y + 6, high - 12, 12 - high);
}

static void draw_loop(Svg *svg, int slot)
{
	const Slot *s = &svg->run->slots[slot];
	int x = picture_svg_center(svg, slot), y = picture_svg_middle(svg, 0);
	int r = svg->step > 12 ? 6 : svg->step / 2;
	char words[96];

	if (s->callbacks == 0 && s->source == NULL)
		return;
	snprintf(words, sizeof words,
	         s->callbacks > 1 ? " calls %s, and %d more" : " calls %s",
	         svg->run->words[s->what], s->callbacks - 1);
	fputs("<g>", svg->out);
	tell(svg, 0, s->callbacks > 0 ? words : ": woken by a ",
	     s->callbacks > 0 ? "" : s->source, slot);
	if (s->callbacks > 0)
		fprintf(svg->out,
		        "<path class=\"loop\" d=\"M%d %dl%d %dl%d %dl%d %dz\"/></g>\n", x,
		        y - r, r, r, -r, r, -r, -r);
	else
		fprintf(svg->out,
		        "<circle class=\"loop\" cx=\"%d\" cy=\"%d\" r=\"4\"/></g>\n", x,
		        y);
	svg->callbacks |= s->callbacks > 0;
	svg->sources |= s->callbacks == 0;
}

void picture_svg_lanes(Svg *svg)
{
	for (int i = 1; i <= svg->run->n_lanes; i++)
		draw_lane(svg, i);
	for (int slot = svg->first; slot < svg->last; slot++) {
		draw_loop(svg, slot);
		draw_cut(svg, slot);
	}
}
