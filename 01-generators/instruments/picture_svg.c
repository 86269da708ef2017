/* picture_svg.c - an SVG of a run: where everything is. */
#include "picture_svg.h"
#include "pictures.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 800, WIDEST = 1600, MARGIN = 14, HEAD = 40, TITLE = 34, MOST_LANES = 128 };

/* ==== Given: a run that is watched ==== */

int picture_svg_slot(const Svg *svg, int slot)
{
	char words[32];

	if (picture_is_cut(svg->run, slot))
		return 24;
	if (svg->run->slots[slot].same == 0)
		return svg->step;
	snprintf(words, sizeof words, "+%lu", svg->run->slots[slot].same);
	return picture_svg_width(11, words) + 8;
}

int picture_svg_gap(const Svg *svg, int slot)
{
	const Slot *s = &svg->run->slots[slot];

	if (slot == svg->first)
		return 0;
	return s->begins_time ? svg->step + 8 : s->begins_pass ? svg->step / 2 : 0;
}

static int width_needed(const Svg *svg)
{
	int n = 0;

	for (int i = 0; i < svg->run->n_shown; i++)
		n += picture_svg_gap(svg, i) + picture_svg_slot(svg, i);
	return n;
}

static int width_there(const Svg *svg)
{
	return svg->width - 2 * svg->margin - svg->names - svg->notes;
}

/* Names and notes get what they need; slots what there is; and if there are many lanes,
 * the picture may be wider. */
static void measure(Svg *svg)
{
	const Run *run = svg->run;
	char note[64];
	int widest = run->n_lanes > 40 ? WIDEST : WIDTH;

	svg->lane = run->n_lanes <= 12 ? 28 : run->n_lanes <= 40 ? 20 : 13;
	svg->font = run->n_lanes <= 12 ? 12 : run->n_lanes <= 40 ? 11 : 9;
	svg->names = 40;
	for (int i = 1; i <= run->n_lanes; i++) {
		int name = picture_svg_width(svg->font,
		                             run->actors[run->lanes[i].actor].name) +
		           12;
		picture_note(run, i, note, sizeof note);
		int width = picture_svg_width(svg->font, note) + 14;
		svg->names = name > svg->names ? name : svg->names;
		svg->notes = *note != '\0' && width > svg->notes ? width : svg->notes;
	}
	svg->names = svg->names > 150 ? 150 : svg->names;
	svg->notes = svg->notes > 180 ? 180 : svg->notes;
	for (int i = 0; i < run->n_shown; i++)
		svg->has_loop |=
			run->slots[i].callbacks > 0 || run->slots[i].source != NULL;
	for (svg->step = 40; svg->step > 10 && width_needed(svg) > width_there(svg);)
		svg->step--;
	while (widest > svg->width && width_needed(svg) > width_there(svg))
		svg->width += 50;
	while (run->n_lanes > 40 && svg->step > 5 && width_needed(svg) > width_there(svg))
		svg->step--;
}

/* Fills a band with slots from svg->first on; it ends with a whole pass if that is not
 * much shorter. */
static void band_fill(Svg *svg)
{
	int x = svg->margin + svg->names, end = x + width_there(svg), i = svg->first;
	int whole = 0;

	for (; i < svg->run->n_shown; i++) {
		int begins = x + picture_svg_gap(svg, i);
		if (begins + picture_svg_slot(svg, i) > end && i > svg->first)
			break;
		svg->x[i] = begins;
		if (i > svg->first && svg->run->slots[i].begins_pass && x > end * 2 / 3)
			whole = i;
		x = begins + picture_svg_slot(svg, i);
	}
	svg->last = i < svg->run->n_shown && whole > 0 ? whole : i;
}

static void head_text(Svg *svg, int *free_from, int x, int y, const char *text)
{
	int width = picture_svg_width(11, text);

	if (x < *free_from || x + width > svg->width)
		return;
	picture_svg_text(svg, x, y, 11, "dim", text, width + 1);
	*free_from = x + width + 6;
}

/* Times, numbers of passes, and lines where they begin. */
static void band_head(Svg *svg)
{
	int time_free = 0, pass_free = 0, rows = svg->run->n_lanes + svg->has_loop;
	char words[48];

	picture_svg_text(svg, svg->margin, svg->y - 24, 11, "dim", "time", 99);
	picture_svg_text(svg, svg->margin, svg->y - 8, 11, "dim", "pass", 99);
	for (int i = svg->first; i < svg->last; i++) {
		const Slot *s = &svg->run->slots[i];
		int gap = picture_svg_gap(svg, i), x = svg->x[i] - gap / 2;
		if (picture_is_cut(svg->run, i))
			continue;
		if (gap > 0)
			fprintf(svg->out, "<path class=\"%s\" d=\"M%d %dV%d\"/>\n",
			        s->begins_time ? "slept" : "pass", x,
			        svg->y - (s->begins_time ? 36 : 2),
			        svg->y + rows * svg->lane);
		picture_time(svg->run, s->time, words, sizeof words);
		if (s->begins_time || i == svg->first)
			head_text(svg, &time_free, svg->x[i], svg->y - 24, words);
		snprintf(words, sizeof words, s->same > 0 ? "+%lu" : "%lu",
		         s->same > 0 ? s->same : s->pass);
		if (s->begins_pass || i == svg->first)
			head_text(svg, &pass_free, svg->x[i], svg->y - 8, words);
	}
}

static void band_names(Svg *svg)
{
	const Run *run = svg->run;
	int down = svg->font / 3, end = svg->last - 1;
	char note[64];

	for (int i = 1; i <= run->n_lanes + svg->has_loop; i++) {
		int lane = i > run->n_lanes ? 0 : i, y = picture_svg_middle(svg, lane);
		if (i % 2 == 1)
			fprintf(svg->out,
			        "<rect class=\"band\" x=\"%d\" y=\"%d\" width=\"%d\" "
			        "height=\"%d\"/>\n",
			        svg->margin - 6, y - svg->lane / 2,
			        svg->width - 2 * svg->margin + 12, svg->lane);
		picture_svg_text(
			svg, svg->margin, y + down, svg->font, lane > 0 ? "name" : "dim",
			lane > 0 ? run->actors[run->lanes[lane].actor].name : "loop",
			svg->names - 6);
		*note = '\0';
		if (svg->last == run->n_shown)
			picture_note(run, lane, note, sizeof note);
		picture_svg_text(svg, svg->x[end] + picture_svg_slot(svg, end) + 10,
		                 y + down, svg->font, "bad", note, svg->notes - 8);
	}
}

/* Draws all bands, and returns where they end. */
static int bands(Svg *svg)
{
	int rows = svg->run->n_lanes + svg->has_loop;

	svg->y = TITLE + HEAD;
	for (svg->first = 0; svg->first < svg->run->n_shown; svg->first = svg->last) {
		band_fill(svg);
		band_names(svg);
		band_head(svg);
		picture_svg_wires(svg);
		picture_svg_lanes(svg);
		picture_svg_labels(svg);
		svg->y += rows * svg->lane + HEAD + 14;
	}
	return svg->y - HEAD;
}

/* The bands are drawn into memory: only then is known what the legend has to explain. */
static void draw(Svg *svg, FILE *out)
{
	char *body = NULL, title[128], left_out[128] = "";
	size_t length = 0;
	const Run *run = svg->run;

	svg->out = open_memstream(&body, &length);
	if (svg->out == NULL)
		return;
	picture_title(run, title, sizeof title);
	picture_svg_text(svg, svg->margin, 24, 13, "title", run->program, 300);
	picture_svg_text(svg, svg->margin + picture_svg_width(13, run->program) + 14, 24,
	                 11, "dim", title, svg->width - 200);
	int y = picture_svg_legend(svg, bands(svg) + 10);
	picture_left_out(run, left_out, sizeof left_out);
	if (*left_out != '\0')
		picture_svg_text(svg, svg->margin, y + 4, 11, "bad", left_out,
		                 svg->width - 30);
	y += *left_out != '\0' ? 20 : 0;
	fclose(svg->out);
	svg->out = out;
	picture_svg_head(svg, y, title);
	fwrite(body, 1, length, out);
	fputs("</svg>\n", out);
	free(body);
}

/* As many slots as fit into so many bands. */
static int slots_that_fit(const Run *run)
{
	return run->n_running <= 12 ? 200 : run->n_running <= 40 ? 160 : 260;
}

static void svg_of_run(Run *run, const char *log, size_t length, FILE *out)
{
	Svg svg = { .run = run, .width = WIDTH, .margin = MARGIN };

	run->most_slots = slots_that_fit(run);
	run->most_lanes = MOST_LANES;
	picture_draw(run, log, length);
	svg.x = calloc((size_t)run->n_shown + 1, sizeof *svg.x);
	if (svg.x != NULL && !run->no_memory && run->n_shown > 0) {
		measure(&svg);
		draw(&svg, out);
	}
	free(svg.x);
}

void picture_svg(const char *log, size_t length, FILE *out)
{
	Run run = { 0 };

	picture_survey(&run, log, length);
	if (run.has_passes)
		svg_of_run(&run, log, length, out);
	else
		picture_columns_svg(&(Svg){ .run = &run,
		                            .out = out,
		                            .width = WIDTH,
		                            .margin = MARGIN },
		                    log, length);
	if (run.no_memory)
		fputs("ASYNCIO_TIMELINE: there is no memory for the picture\n", stderr);
	picture_free(&run);
}
