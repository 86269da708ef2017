/* picture_svg_band.c - an SVG of a run: what is above the lanes, and beside them. */
#include "picture_svg.h"

/* ==== Given: a run that is watched ==== */

int picture_svg_rows(const Svg *svg)
{
	return svg->bands.n_rows + svg->run->has_loop;
}

int picture_svg_middle(const Svg *svg, int lane)
{
	int row = svg->run->lanes[lane].row;

	return row < 0 ? -1 : svg->y + row * svg->lane + svg->lane / 2;
}

/* The line in front of a slot: a pass begins; the loop has slept; steps took time. */
static void draw_line(Svg *svg, int slot)
{
	const Slot *s = &svg->run->slots[slot];
	int x = s->x - (s->begins_time ? 8 : s->gap / 2);
	int bottom = svg->y + picture_svg_rows(svg) * svg->lane;

	if (slot == svg->bands.first || picture_is_cut(svg->run, slot) ||
	    picture_is_cut(svg->run, slot - 1) || !(s->begins_pass || s->begins_time))
		return;
	if (!s->begins_time)
		fprintf(svg->out, "<path class=\"pass\" d=\"M%d %dV%d\"/>\n", x,
		        svg->y - 2, bottom);
	else if (s->slept)
		fprintf(svg->out, "<path class=\"slept\" d=\"M%d %dV%d\"/>\n", x,
		        svg->y - 34, bottom);
	else
		fprintf(svg->out, "<path class=\"moved\" d=\"M%d %dV%dm3 0V%d\"/>\n",
		        x - 1, svg->y - 34, bottom, svg->y - 34);
	svg->pass |= !s->begins_time;
	svg->by_sleep |= s->begins_time && s->slept;
	svg->by_steps |= s->begins_time && !s->slept;
}

/* Times and numbers of passes, which have room there. */
static void draw_head(Svg *svg)
{
	const Run *run = svg->run;
	char words[48];

	picture_svg_text(svg, svg->margin, svg->y - 24, SVG_SMALL, "dim", "time", 99);
	picture_svg_text(svg, svg->margin, svg->y - 8, SVG_SMALL, "dim", "pass", 99);
	for (int i = svg->bands.first; i < svg->bands.last; i++) {
		int x = run->slots[i].x, most = svg->width - x;
		bool first = i == svg->bands.first;
		draw_line(svg, i);
		picture_time_above(run, i, first, words, sizeof words);
		picture_svg_text(svg, x, svg->y - 24, SVG_SMALL, "dim", words, most);
		picture_pass_above(run, i, first, words, sizeof words);
		picture_svg_text(svg, x, svg->y - 8, SVG_SMALL, "dim", words, most);
		svg->same |= run->slots[i].same > 0;
	}
}

/* Every other row is shaded. */
static void draw_row(const Svg *svg, int lane, const char *name)
{
	int row = svg->run->lanes[lane].row, y = picture_svg_middle(svg, lane);

	if (row % 2 == 0)
		fprintf(svg->out,
		        "<rect class=\"band\" x=\"%d\" y=\"%d\" width=\"%d\" "
		        "height=\"%d\"/>\n",
		        svg->margin - 6, y - svg->lane / 2,
		        svg->width - 2 * svg->margin + 12, svg->lane);
	picture_svg_text(svg, svg->margin, y + svg->font / 3, svg->font,
	                 lane > 0 ? "name" : "dim", name, svg->names - 6);
}

static void draw_note(const Svg *svg, int lane)
{
	const Slot *end = &svg->run->slots[svg->bands.last - 1];
	char note[64];

	if (!picture_note_is_here(&svg->bands, lane))
		return;
	picture_note(svg->run, lane, note, sizeof note);
	picture_svg_text(svg, end->x + end->width + 10,
	                 picture_svg_middle(svg, lane) + svg->font / 3, svg->font, "bad",
	                 note, svg->notes - 8);
}

void picture_svg_band(Svg *svg)
{
	const Run *run = svg->run;
	char words[96];

	for (int i = 1; i <= run->n_lanes; i++) {
		if (run->lanes[i].row < 0)
			continue;
		draw_row(svg, i, run->actors[run->lanes[i].actor].name);
		draw_note(svg, i);
	}
	if (run->has_loop)
		draw_row(svg, 0, "loop");
	draw_head(svg);
	picture_idle(&svg->bands, words, sizeof words);
	picture_svg_text(svg, svg->margin,
	                 svg->y + picture_svg_rows(svg) * svg->lane + 13, SVG_SMALL,
	                 "dim", words, svg->width);
}
