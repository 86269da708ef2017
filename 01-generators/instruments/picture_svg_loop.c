/* picture_svg_loop.c - an SVG of a run: the row of the loop, which has what no lane has;
 * and what stands for all that is left out. */
#include "picture_svg.h"

/* ==== Given: a run that is watched ==== */

static void draw_callbacks(Svg *svg, int slot)
{
	const Slot *s = &svg->run->slots[slot];
	int x = picture_svg_center(svg, slot), y = picture_svg_middle(svg, 0);
	int r = svg->step > 12 ? 6 : svg->step / 2;
	char words[96], more[32] = "";

	if (s->callbacks > 1)
		snprintf(more, sizeof more, ", and %d more", s->callbacks - 1);
	snprintf(words, sizeof words, "%.60s%s", svg->run->words[s->what], more);
	fputs("<g>", svg->out);
	picture_svg_tell(svg, 0, " calls ", words, slot);
	if (s->held > 0)
		picture_svg_block(svg, 0, slot);
	else
		fprintf(svg->out,
		        "<path class=\"%s\" d=\"M%d %dl%d %dl%d %dl%d %dz\"/>",
		        s->only_timers ? "timer" : "loop", x, y - r, r, r, -r, r, -r, -r);
	fputs("</g>\n", svg->out);
	svg->callbacks |= !s->only_timers;
	svg->timers |= s->only_timers;
}

static void draw_source(Svg *svg, int slot)
{
	const Slot *s = &svg->run->slots[slot];
	const SourceWords *source = &picture_sources[s->source];
	int x = picture_svg_center(svg, slot), y = picture_svg_middle(svg, 0);

	fputs("<g>", svg->out);
	picture_svg_tell(svg, 0, ": ", source->words, slot);
	fprintf(svg->out, "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"7\"/>\n",
	        s->source == FROM_DEADLOCK ? "cancel" : "loop", x, y);
	picture_svg_text(svg, x - 3, y + 3, 10, "on", source->letter, 7);
	fputs("</g>\n", svg->out);
	svg->sources[s->source] = true;
}

/* All that is left out in the middle. */
static void draw_cut(Svg *svg, int slot)
{
	const Run *run = svg->run;
	int x = run->slots[slot].x, high = picture_svg_rows(svg) * svg->lane;

	fprintf(svg->out,
	        "<g><title>%ld turns are left out</title><rect class=\"ground\" "
	        "x=\"%d\" y=\"%d\" width=\"24\" height=\"%d\"/><path class=\"cut\" "
	        "d=\"M%d %dv%dm8 0v%d\"/></g>\n",
	        run->n_slots - (run->n_shown - 1), x, svg->y, high, x + 8, svg->y + 2,
	        high - 4, 4 - high);
	svg->cut = true;
}

void picture_svg_loop(Svg *svg)
{
	for (int i = svg->bands.first; i < svg->bands.last; i++) {
		const Slot *s = &svg->run->slots[i];
		if (picture_is_cut(svg->run, i))
			draw_cut(svg, i);
		else if (s->callbacks > 0)
			draw_callbacks(svg, i);
		else if (s->source != NO_SOURCE)
			draw_source(svg, i);
	}
}
