/* picture_svg_columns.c - a run of generators alone, as an SVG. */
#include "picture_sequence.h"
#include "picture_svg.h"

#include <string.h>

enum { TOP = 84, ROW = 22, WIDE = 250 };

/* ==== Given: a run that is watched ==== */

static int width_of(const Sequence *seq)
{
	const Svg *svg = seq->sheet;
	int width = (svg->width - 2 * svg->margin) / seq->n_drawn;

	return width > WIDE ? WIDE : width;
}

static int x_of(const Sequence *seq, int column)
{
	const Svg *svg = seq->sheet;

	return svg->margin + 12 + column * width_of(seq);
}

/* What each column does between this row and the next one. */
static void draw_row(const Sequence *seq)
{
	const Svg *svg = seq->sheet;
	int y = TOP + seq->row * ROW;

	for (int i = 0; i < seq->n_columns; i++) {
		int x = x_of(seq, i);
		if (seq->state[i] == 'r')
			fprintf(svg->out,
			        "<g><rect class=\"runs\" x=\"%d\" y=\"%d\" width=\"8\" "
			        "height=\"%d\" rx=\"3\"/><title>",
			        x - 4, y, ROW);
		else if (seq->state[i] == 'c')
			fprintf(svg->out,
			        "<g><rect class=\"ready\" x=\"%d\" y=\"%d\" width=\"2\" "
			        "height=\"%d\"/><title>",
			        x - 1, y, ROW);
		else if (seq->state[i] == 'p')
			fprintf(svg->out,
			        "<g><path class=\"waits\" d=\"M%d %dv%d\"/><title>", x, y,
			        ROW);
		else
			continue;
		picture_svg_escape(svg->out, picture_sequence_name(seq, i));
		fprintf(svg->out, "%s</title></g>\n",
		        seq->state[i] == 'r'   ? " runs"
		        : seq->state[i] == 'p' ? " is paused at its yield"
		                               : " waits for what it has resumed");
	}
}

static void draw_arrow(Sequence *seq, int from, int to, const char *words)
{
	const Svg *svg = seq->sheet;
	int y = TOP + seq->row * ROW, right = to > from, side = right ? 1 : -1;
	int x = x_of(seq, from) + 7 * side, end = x_of(seq, to) - 8 * side;
	int width = picture_svg_width(11, words), most = width_of(seq) - 32;

	draw_row(seq);
	fprintf(svg->out, "<path class=\"wire\" d=\"M%d %dH%dm%d -4l%d 4l%d 4\"/>\n", x,
	        y, end, -6 * side, 6 * side, -6 * side);
	width = width < most ? width : most;
	picture_svg_text(svg, right ? x + 6 : x - 6 - width, y - 4, 11, "dim", words,
	                 most + 1);
}

static void draw_left_out(Sequence *seq, long events)
{
	const Svg *svg = seq->sheet;
	char words[64];

	snprintf(words, sizeof words, "%ld more, which are not drawn", events);
	picture_svg_text(svg, x_of(seq, 0) + 16, TOP + seq->row++ * ROW + 4, 11, "bad",
	                 words, 400);
}

static int legend(const Svg *svg, int y)
{
	const SvgEntry entries[] = {
		{ true,
		  "<rect class=\"runs\" x=\"4\" y=\"-8\" width=\"8\" height=\"16\" "
		  "rx=\"3\"/>",
		  "runs" },
		{ true,
		  "<rect class=\"ready\" x=\"7\" y=\"-8\" width=\"2\" height=\"16\"/>",
		  "waits for what it has resumed" },
		{ true, "<path class=\"waits\" d=\"M8 -8V8\"/>",
		  "is paused at its yield" },
	};
	int x = svg->margin;

	picture_svg_entries(svg, entries, sizeof entries / sizeof *entries, &x, &y);
	return y + 20;
}

static void draw_title(const Svg *svg, const char *title)
{
	const char *program = svg->run->program;
	int beside = svg->margin + picture_svg_width(13, program) + 14;

	picture_svg_text(svg, svg->margin, 24, 13, "title", program, 300);
	picture_svg_text(svg, beside, 24, SVG_SMALL, "dim", title,
	                 svg->width - svg->margin - beside);
}

/* What is not drawn. */
static void draw_words(const Svg *svg, int y, const char *words)
{
	picture_svg_text(svg, svg->margin, y + 4, SVG_SMALL, "bad", words,
	                 svg->width - 30);
}

void picture_columns_svg(Svg *svg, const char *log, size_t length)
{
	Sequence seq = { .sheet = svg };
	int drawn, extra;
	char words[640], title[96];

	picture_sequence_survey(&seq, svg->run, svg->width / 110, log, length);
	drawn = (int)(seq.skip_to > 0 ? MOST_EVENTS + 1 : seq.n_events);
	extra = seq.n_hidden > 0 || strcmp(svg->run->end, "finished") != 0 ? 22 : 0;
	picture_title(svg->run, title, sizeof title);
	picture_svg_head(svg, TOP + (drawn + 1) * ROW + 30 + extra, title);
	draw_title(svg, title);
	for (int i = 0; i < seq.n_columns; i++)
		picture_svg_text(svg, x_of(&seq, i) - 8, TOP - 30, 12, "name",
		                 picture_sequence_name(&seq, i), width_of(&seq) - 6);
	seq.arrow = draw_arrow;
	seq.left_out = draw_left_out;
	picture_sequence_draw(&seq, log, length);
	svg->run->n_hidden = seq.n_hidden;
	picture_left_out(svg->run, words, sizeof words);
	words[strcspn(words, "\n")] = '\0';
	draw_words(svg, legend(svg, TOP + (drawn + 1) * ROW), words);
	fputs("</svg>\n", svg->out);
}
