/* picture_svg.c - an SVG of a run: where everything is. */
#include "picture_svg.h"
#include "pictures.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 800, MARGIN = 14, HEAD = 40, TITLE = 34 };
enum { MOST_LANES = 512, MOST_LANES_OF_A_BAND = 128, PLENTY = 12 };

/* ==== Given: a run that is watched ==== */

static int slot_width(const Svg *svg, int slot)
{
	const Slot *s = &svg->run->slots[slot];
	char words[32];
	int held = 0;

	if (picture_is_cut(svg->run, slot))
		return 24;
	if (s->held > 0)
		held = picture_svg_width(10, svg->run->words[s->held]) + 18;
	if (s->same == 0)
		return held > svg->step ? held : svg->step;
	snprintf(words, sizeof words, "+%lu", s->same);
	return picture_svg_width(SVG_SMALL, words) + 8;
}

static int slot_gap(const Svg *svg, int slot)
{
	const Slot *s = &svg->run->slots[slot];
	bool after_cut = slot > 0 && picture_is_cut(svg->run, slot - 1);

	if (after_cut || picture_is_cut(svg->run, slot))
		return 4;
	return s->begins_time ? svg->step / 2 + 12 : s->begins_pass ? svg->step / 2 : 0;
}

/* Measures the slots if each turn is svg->step wide. */
static void slots_measure(Svg *svg)
{
	char words[48];

	for (int i = 0; i < svg->run->n_shown; i++) {
		Slot *slot = &svg->run->slots[i];
		slot->width = slot_width(svg, i);
		slot->gap = slot_gap(svg, i);
		picture_time_above(svg->run, i, true, words, sizeof words);
		slot->time_width = picture_svg_width(SVG_SMALL, words);
		picture_pass_above(svg->run, i, true, words, sizeof words);
		slot->pass_width = picture_svg_width(SVG_SMALL, words);
	}
}

static void names_measure(Svg *svg)
{
	const Run *run = svg->run;
	char note[64];

	svg->names = 40;
	for (int i = 1; i <= run->n_lanes; i++) {
		const char *name = run->actors[run->lanes[i].actor].name;
		int width = picture_svg_width(svg->font, name) + 12;
		svg->names = width > svg->names ? width : svg->names;
		picture_note(run, i, note, sizeof note);
		width = *note == '\0' ? 0 : picture_svg_width(svg->font, note) + 14;
		svg->notes = width > svg->notes ? width : svg->notes;
	}
	svg->names = svg->names > 150 ? 150 : svg->names;
	svg->notes = svg->notes > 180 ? 180 : svg->notes;
}

/* Names and notes get what they need, and turns what there is: as wide as they can be
 * without one more band. */
static void measure(Svg *svg)
{
	int lanes = svg->run->n_lanes, least = lanes > 40 ? 8 : 10;

	svg->lane = lanes <= 12 ? 28 : lanes <= 40 ? 20 : 15;
	svg->font = lanes <= 12 ? 12 : lanes <= 40 ? 11 : 10;
	names_measure(svg);
	svg->bands = (Bands){ .run = svg->run,
		              .begin = svg->margin + svg->names,
		              .end = svg->width - svg->margin - svg->notes,
		              .space = 6 };
	svg->step = least;
	slots_measure(svg);
	int needed = picture_count_bands(&svg->bands);
	for (svg->step = 40; svg->step > least; svg->step--) {
		slots_measure(svg);
		if (picture_count_bands(&svg->bands) == needed)
			break;
	}
	slots_measure(svg);
	picture_balance(&svg->bands);
}

/* Draws all bands, and returns where they end. */
static int draw_bands(Svg *svg)
{
	Bands *bands = &svg->bands;

	svg->y = TITLE + HEAD;
	for (bands->first = 0; bands->first < svg->run->n_shown;) {
		picture_band(bands);
		picture_rows(bands, PLENTY, MOST_LANES_OF_A_BAND);
		picture_svg_band(svg);
		picture_svg_wires(svg);
		picture_svg_lanes(svg);
		picture_svg_loop(svg);
		picture_svg_labels(svg);
		svg->y += picture_svg_rows(svg) * svg->lane + HEAD + 14;
		svg->y += bands->n_idle > 0 ? 14 : 0;
		bands->first = bands->last;
	}
	return svg->y - HEAD;
}

/* The bands are drawn into memory: only then is known what the legend has to explain. */
static void draw(Svg *svg, FILE *out)
{
	char *body = NULL, title[128];
	size_t length = 0;
	const Run *run = svg->run;
	int beside = svg->margin + picture_svg_width(13, run->program) + 14;

	svg->out = open_memstream(&body, &length);
	if (svg->out == NULL)
		return;
	picture_title(run, title, sizeof title);
	picture_svg_text(svg, svg->margin, 24, 13, "title", run->program, 300);
	picture_svg_text(svg, beside, 24, SVG_SMALL, "dim", title,
	                 svg->width - svg->margin - beside);
	int y = picture_svg_legend(svg, draw_bands(svg) + 10);
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

static void svg_of_run(Svg *svg, const char *log, size_t length, FILE *out)
{
	Run *run = svg->run;

	run->most_slots = slots_that_fit(run);
	run->most_lanes = MOST_LANES;
	picture_draw(run, log, length);
	if (!run->no_memory) {
		measure(svg);
		draw(svg, out);
	}
}

/* The words alone. */
static void svg_of_nothing(const Svg *svg)
{
	char words[160];

	picture_nothing(svg->run, words, sizeof words);
	picture_svg_head(svg, 62, words);
	picture_svg_text(svg, svg->margin, 24, 13, "title", svg->run->program, 300);
	picture_svg_text(svg, svg->margin, 46, SVG_SMALL, "dim", words, svg->width - 30);
	fputs("</svg>\n", svg->out);
}

void picture_svg(const char *log, size_t length, FILE *out)
{
	Run run = { 0 };
	Svg svg = { .run = &run, .out = out, .width = WIDTH, .margin = MARGIN };

	picture_survey(&run, log, length);
	if (run.n_slots > 0 && run.has_passes)
		svg_of_run(&svg, log, length, out);
	else if (run.n_running > 0 && !run.has_passes)
		picture_columns_svg(&svg, log, length);
	else
		svg_of_nothing(&svg);
	if (run.no_memory)
		fputs("ASYNCIO_TIMELINE: there is no memory for the picture\n", stderr);
	picture_free(&run);
}
