/* picture_svg_waits.c - an SVG of a run: who woke whom, and what is waited for. */
#include "picture_svg.h"

/* ==== Given: a run that is watched ==== */

/* The lane of what made a mark. */
static int lane_of(const Svg *svg, int actor)
{
	int lane = actor == 0 ? 0 : svg->run->actors[actor].lane;

	return lane < 0 ? 0 : lane;
}

static bool has_wire(const Svg *svg, int lane, int slot)
{
	const Cell *cell = &svg->run->lanes[lane].cells[slot];

	return svg->run->lanes[lane].row >= 0 && cell->mark != NO_MARK &&
	       cell->state != RUNS;
}

/* The outermost lanes, above and below, to which wires of a slot lead. */
static void wires_span(const Svg *svg, int slot, int *top, int *bottom)
{
	*top = 1 << 20;
	*bottom = -1;
	for (int i = 1; i <= svg->run->n_lanes; i++) {
		if (!has_wire(svg, i, slot))
			continue;
		int by = lane_of(svg, svg->run->lanes[i].cells[slot].by);
		int from = picture_svg_middle(svg, by), to = picture_svg_middle(svg, i);
		from = from < 0 ? to : from;
		*top = from < *top ? from : *top;
		*top = to < *top ? to : *top;
		*bottom = from > *bottom ? from : *bottom;
		*bottom = to > *bottom ? to : *bottom;
	}
}

void picture_svg_wires(Svg *svg)
{
	for (int slot = svg->bands.first; slot < svg->bands.last; slot++) {
		int top, bottom;
		wires_span(svg, slot, &top, &bottom);
		if (top < bottom)
			fprintf(svg->out, "<path class=\"wire\" d=\"M%d %dV%d\"/>\n",
			        picture_svg_center(svg, slot), top, bottom);
		svg->wires |= top < bottom;
	}
}

/* Does a wire of this slot cross this lane? */
static bool is_crossed(const Svg *svg, int lane, int slot)
{
	int top, bottom, y = picture_svg_middle(svg, lane);

	wires_span(svg, slot, &top, &bottom);
	return top <= y && y <= bottom;
}

static void ground(const Svg *svg, int lane, int x, int width)
{
	fprintf(svg->out,
	        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"12\"/>\n",
	        svg->run->lanes[lane].row % 2 == 0 ? "band" : "ground", x,
	        picture_svg_middle(svg, lane) - 6, width);
}

/* The words, in the middle or, in a long wait, near its beginning. */
static void label(const Svg *svg, int from, int to, int lane, int words)
{
	int width = picture_svg_width(10, svg->run->words[words]);
	int x = to - from < width + 60 ? from + (to - from - width) / 2 : from + 16;

	ground(svg, lane, x - 4, width + 8);
	picture_svg_text(svg, x, picture_svg_middle(svg, lane) + 3, 10, "dim",
	                 svg->run->words[words], width + 1);
}

char picture_svg_key(int key)
{
	return (char)(key < 26 ? 'a' + key : 'A' + key - 26);
}

/* A letter that stands for the words, in the first part of a wait. */
static void label_key(Svg *svg, int from, int to, int lane, int words)
{
	int i = 0;

	while (i < svg->n_keys && svg->keys[i] != words)
		i++;
	if (i == SVG_KEYS || to - from < 11) {
		svg->no_key = true;
		return;
	}
	if (i == svg->n_keys)
		svg->keys[svg->n_keys++] = words;
	char key[2] = { picture_svg_key(i), '\0' };
	int x = to - from < 24 ? from + (to - from - 6) / 2 : from + 8;
	ground(svg, lane, x - 1, 8);
	picture_svg_text(svg, x, picture_svg_middle(svg, lane) + 3, 10, "dim", key, 7);
}

/* Is the lane in this slot still in the wait that began in the slot from? */
static bool goes_on(const Svg *svg, int lane, int from, int slot)
{
	const Cell *cells = svg->run->lanes[lane].cells;

	return slot < svg->bands.last && cells[slot].state == WAITS &&
	       cells[slot].after == WAITS && cells[slot].mark == NO_MARK &&
	       cells[slot].label == cells[from].label;
}

/* Where the wait that begins in this slot can be written into. */
static int wait_begins(const Svg *svg, const Cell *cells, int slot)
{
	if (cells[slot].state == RUNS)
		return picture_svg_runs_to(svg, slot);
	if (cells[slot].mark == NO_MARK)
		return svg->run->slots[slot].x;
	return picture_svg_center(svg, slot) + 7;
}

/* The longest stretch of a wait that no wire crosses, and the first one with room for the
 * words if there is one. Returns the slot in which the wait ends. */
static int label_wait(Svg *svg, int lane, int slot)
{
	const Cell *cells = svg->run->lanes[lane].cells;
	const Slot *slots = svg->run->slots;
	int from = wait_begins(svg, cells, slot), best_from = from, best = 0;
	int i = slot + 1;
	int width = picture_svg_width(10, svg->run->words[cells[slot].label]) + 14;

	for (bool more = true; more && best < width; i++) {
		more = goes_on(svg, lane, slot, i);
		if (more && !is_crossed(svg, lane, i))
			continue;
		int to = i >= svg->bands.last ? slots[i - 1].x + slots[i - 1].width
		         : more               ? picture_svg_center(svg, i) - 2
		                              : slots[i].x;
		if (to - from > best) {
			best_from = from;
			best = to - from;
		}
		from = to + 4;
	}
	while (goes_on(svg, lane, slot, i - 1))
		i++;
	if (best >= width)
		label(svg, best_from, best_from + best, lane, cells[slot].label);
	else if (cells[slot].sleeps)
		svg->sleeps = true;
	else
		label_key(svg, best_from, best_from + best, lane, cells[slot].label);
	return i - 1;
}

void picture_svg_labels(Svg *svg)
{
	for (int lane = 1; lane <= svg->run->n_lanes; lane++) {
		const Cell *cells = svg->run->lanes[lane].cells;
		if (svg->run->lanes[lane].row < 0)
			continue;
		for (int i = svg->bands.first; i < svg->bands.last;) {
			bool begins = cells[i].after == WAITS && cells[i].label != 0;
			i = begins ? label_wait(svg, lane, i) : i + 1;
		}
	}
}
