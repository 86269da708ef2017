/* picture_svg_lanes.c - an SVG of a run: the lanes. */
#include "picture_svg.h"

/* ==== Given: a run that is watched ==== */

int picture_svg_runs_to(const Svg *svg, int slot)
{
	const Slot *s = &svg->run->slots[slot];

	return s->held == 0 ? s->x + svg->step * 6 / 10 + 1
	                    : s->x + 8 + picture_svg_width(10, svg->run->words[s->held]);
}

int picture_svg_center(const Svg *svg, int slot)
{
	return svg->run->slots[slot].x + svg->step * 3 / 10;
}

/* Where the slot ends, with the gap behind it. */
static int slot_end(const Svg *svg, int slot)
{
	const Slot *s = &svg->run->slots[slot];

	return slot + 1 < svg->bands.last ? s[1].x : s->x + s->width;
}

void picture_svg_tell(const Svg *svg, int lane, const char *what, const char *of,
                      int slot)
{
	const Run *run = svg->run;
	const Slot *s = &run->slots[slot];
	char time[40];

	picture_time(run, s->time, time, sizeof time);
	fputs("<title>", svg->out);
	picture_svg_escape(svg->out, lane > 0 ? run->actors[run->lanes[lane].actor].name
	                                      : "the loop");
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
	picture_svg_tell(svg, lane,
	                 state == READY ? " is ready, and has not run yet" : " waits: ",
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
	int x = picture_svg_runs_to(svg, slot) + 2, y = picture_svg_middle(svg, lane);
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

void picture_svg_block(Svg *svg, int lane, int slot)
{
	int y = picture_svg_middle(svg, lane), high = svg->lane * 6 / 10;
	const Slot *s = &svg->run->slots[slot];

	fprintf(svg->out,
	        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
	        "rx=\"%d\"/>\n",
	        s->held > 0 ? "held" : "runs", s->x, y - high / 2,
	        picture_svg_runs_to(svg, slot) - s->x, high, svg->step > 8 ? 3 : 1);
	if (s->held > 0)
		picture_svg_text(svg, s->x + 4, y + 3, 10, "on",
		                 svg->run->words[s->held], 200);
	svg->held |= s->held > 0;
}

/* A generator that is resumed in another one's turn has a block of its own. */
static void draw_inner(const Svg *svg, int lane, int slot)
{
	int y = picture_svg_middle(svg, lane), high = svg->lane * 6 / 10;

	fprintf(svg->out,
	        "<rect class=\"runs inner\" x=\"%d\" y=\"%d\" width=\"%d\" "
	        "height=\"%d\" rx=\"2\"/>\n",
	        svg->run->slots[slot].x, y - high / 2,
	        picture_svg_runs_to(svg, slot) - svg->run->slots[slot].x, high);
}

static void draw_run(Svg *svg, int lane, int slot, const Cell *cell)
{
	const Slot *s = &svg->run->slots[slot];
	bool own = s->actor == svg->run->lanes[lane].actor;

	fputs("<g>", svg->out);
	picture_svg_tell(svg, lane, ending_words(cell),
	                 own && s->held > 0 ? ", and holds the loop for that time" : "",
	                 slot);
	if (own)
		picture_svg_block(svg, lane, slot);
	else
		draw_inner(svg, lane, slot);
	fputs("</g>\n", svg->out);
}

/* A request has its number on a disc, which is large enough for it. */
static void draw_request(Svg *svg, int lane, int slot, const Cell *cell)
{
	int x = picture_svg_center(svg, slot), y = picture_svg_middle(svg, lane);
	int r = svg->lane > 15 ? 7 : 6;
	char count[16];

	fprintf(svg->out, "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n",
	        cell->mark == CANCELLED ? "cancel" : "back", x, y, r);
	snprintf(count, sizeof count, "%d", cell->count);
	picture_svg_text(svg, x - 3, y + 3, 10, "on", count, 7);
	svg->requests = true;
}

static void draw_mark(Svg *svg, int lane, int slot, const Cell *cell)
{
	int most = svg->lane / 3, r = most < 4 ? most : 4;
	const char *by = cell->by == 0 ? "the loop" : svg->run->actors[cell->by].name;

	fputs("<g>", svg->out);
	picture_svg_tell(svg, lane,
	                 cell->mark == MADE        ? " is made by "
	                 : cell->mark == WOKEN     ? " is woken by "
	                 : cell->mark == CANCELLED ? " is cancelled by "
	                                           : " has one request less, because of ",
	                 by, slot);
	if (cell->mark == CANCELLED || cell->mark == UNCANCELLED) {
		draw_request(svg, lane, slot, cell);
	} else {
		fprintf(svg->out,
		        "<circle class=\"ready\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n",
		        picture_svg_center(svg, slot), picture_svg_middle(svg, lane), r);
		svg->woken = true;
	}
	fputs("</g>\n", svg->out);
}

/* Consecutive slots in which a lane is the same share a stretch. */
static int stretch_end(const Svg *svg, const Cell *cells, int slot)
{
	int i = slot + 1;

	while (i < svg->bands.last && cells[i].mark == NO_MARK &&
	       cells[i].state != RUNS && cells[i].ending == GOES_ON &&
	       cells[i].state == cells[slot].after &&
	       cells[i].after == cells[slot].after && cells[i].label == cells[slot].label)
		i++;
	return i;
}

static void draw_lane(Svg *svg, int lane)
{
	const Cell *cells = svg->run->lanes[lane].cells;

	for (int i = svg->bands.first; i < svg->bands.last;) {
		bool runs = cells[i].state == RUNS;
		bool event = runs || cells[i].mark != NO_MARK;
		int end = stretch_end(svg, cells, i), at = picture_svg_center(svg, i);
		if (runs)
			at = picture_svg_runs_to(svg, i);
		else if (!event)
			at = svg->run->slots[i].x;
		draw_stretch(svg, lane, cells[i].after, at, slot_end(svg, end - 1), i);
		if (!runs && event && cells[i].state != ABSENT)
			draw_stretch(svg, lane, cells[i].state, svg->run->slots[i].x, at,
			             i);
		if (runs)
			draw_run(svg, lane, i, &cells[i]);
		draw_ending(svg, lane, i, &cells[i]);
		if (cells[i].mark > WOKEN || (cells[i].mark != NO_MARK && !runs))
			draw_mark(svg, lane, i, &cells[i]);
		i = end;
	}
}

void picture_svg_lanes(Svg *svg)
{
	for (int i = 1; i <= svg->run->n_lanes; i++) {
		if (svg->run->lanes[i].row >= 0)
			draw_lane(svg, i);
	}
}
