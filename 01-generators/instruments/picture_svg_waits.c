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

	return cell->mark != NO_MARK && cell->state != RUNS;
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
		*top = from < *top ? from : *top;
		*top = to < *top ? to : *top;
		*bottom = from > *bottom ? from : *bottom;
		*bottom = to > *bottom ? to : *bottom;
	}
}

void picture_svg_wires(Svg *svg)
{
	for (int slot = svg->first; slot < svg->last; slot++) {
		int top, bottom;
		wires_span(svg, slot, &top, &bottom);
		if (top < bottom)
			fprintf(svg->out, "<path class=\"wire\" d=\"M%d %dV%d\"/>\n",
			        picture_svg_center(svg, slot), top, bottom);
	}
}

/* Does a wire of this slot cross this lane? */
static bool is_crossed(const Svg *svg, int lane, int slot)
{
	int top, bottom, y = picture_svg_middle(svg, lane);

	wires_span(svg, slot, &top, &bottom);
	return top <= y && y <= bottom;
}

static void label(const Svg *svg, int from, int to, int lane, int words)
{
	int font = svg->lane > 20 ? 10 : 9, y = picture_svg_middle(svg, lane);
	int width = picture_svg_width(font, svg->run->words[words]);

	if (svg->lane < 18 || to - from < width + 14)
		return;
	int x = to - from < width + 60 ? from + (to - from - width) / 2 : from + 16;
	fprintf(svg->out,
	        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n",
	        lane % 2 == 1 ? "band" : "ground", x - 4, y - font / 2 - 1, width + 8,
	        font + 2);
	picture_svg_text(svg, x, y + font / 3, font, "dim", svg->run->words[words],
	                 width + 1);
}

/* The letter that stands for words for which there is no room; '\0': all are taken. */
static char key_of(Svg *svg, int words)
{
	int i = 0, most = sizeof svg->keys / sizeof *svg->keys;

	while (i < svg->n_keys && svg->keys[i] != words)
		i++;
	if (i == most)
		return '\0';
	if (i == svg->n_keys)
		svg->keys[svg->n_keys++] = words;
	return (char)('a' + i);
}

/* A letter, in the first part of a wait. */
static void label_key(Svg *svg, int from, int to, int lane, int words)
{
	int y = picture_svg_middle(svg, lane);

	if (svg->lane < 18 || to - from < 12)
		return;
	char key[2] = { key_of(svg, words), '\0' };
	if (key[0] == '\0')
		return;
	fprintf(svg->out,
	        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"8\" height=\"12\"/>\n",
	        lane % 2 == 1 ? "band" : "ground", from + 3, y - 6);
	picture_svg_text(svg, from + 4, y + 3, 10, "dim", key, 7);
}

/* Is the lane in this slot still in the wait that began in the slot from? */
static bool goes_on(const Svg *svg, int lane, int from, int slot)
{
	const Cell *cells = svg->run->lanes[lane].cells;

	return slot < svg->last && cells[slot].state == WAITS &&
	       cells[slot].after == WAITS && cells[slot].mark == NO_MARK &&
	       cells[slot].label == cells[from].label;
}

/* The first stretch of a wait that no wire crosses and that has the room. Returns the
 * slot in which the wait ends. */
static int label_wait(Svg *svg, int lane, int slot)
{
	const Cell *cells = svg->run->lanes[lane].cells;
	int words = cells[slot].label, i = slot + 1,
	    from = picture_svg_center(svg, slot) + svg->step / 3;
	int font = svg->lane > 20 ? 10 : 9;
	bool done = false;
	int first_from = from, first_to = from;

	for (bool more = true; more; i++) {
		more = goes_on(svg, lane, slot, i);
		int to = i >= svg->last ? svg->x[i - 1] + picture_svg_slot(svg, i - 1)
		         : more         ? picture_svg_center(svg, i)
		                        : svg->x[i];
		if (more && !is_crossed(svg, lane, i))
			continue;
		if (!done &&
		    to - from >= picture_svg_width(font, svg->run->words[words]) + 14) {
			label(svg, from, to, lane, words);
			done = true;
		}
		if (first_to - first_from < 12) {
			first_from = from;
			first_to = to;
		}
		from = to;
	}
	if (!done)
		label_key(svg, first_from, first_to, lane, words);
	return i - 1;
}

void picture_svg_labels(Svg *svg)
{
	for (int lane = 1; lane <= svg->run->n_lanes; lane++) {
		const Cell *cells = svg->run->lanes[lane].cells;
		for (int i = svg->first; i < svg->last;) {
			bool begins = cells[i].after == WAITS && cells[i].label != 0;
			i = begins ? label_wait(svg, lane, i) : i + 1;
		}
	}
}
