/* picture_columns.c - a run of generators alone, in characters. */
#include "picture_sequence.h"
#include "picture_sheet.h"

#include <stdlib.h>

enum { NARROW = 13, WIDE = 20 };

/* ==== Given: a run that is watched ==== */

static int width_of(const Sequence *seq)
{
	const Canvas *canvas = seq->sheet;
	int width = canvas->width / seq->n_drawn;

	return width > WIDE ? WIDE : width;
}

/* The generators that are paused in this row, and those that wait for what they resumed.
 */
static void draw_paused(const Sequence *seq)
{
	Canvas *canvas = seq->sheet;

	for (int i = 0; i < seq->n_columns; i++) {
		const char *sign = seq->state[i] == 'p'   ? canvas->signs->waits
		                   : seq->state[i] == 'c' ? canvas->signs->wire
		                                          : " ";
		picture_put(canvas, i * width_of(seq), seq->row, sign, DIM);
	}
}

static void draw_rail(const Sequence *seq, int from, int to)
{
	Canvas *canvas = seq->sheet;

	for (int x = from; x < to; x++)
		picture_put(canvas, x, seq->row, canvas->signs->rail, DIM);
}

static void draw_arrow(Sequence *seq, int from, int to, const char *words)
{
	Canvas *canvas = seq->sheet;
	int at = from * width_of(seq), end = to * width_of(seq);

	draw_paused(seq);
	picture_put(canvas, end, seq->row, canvas->signs->runs, GREEN);
	int after =
		picture_write(canvas, at, seq->row, words, width_of(seq) - 3, PLAIN) + 1;
	if (to > from) {
		draw_rail(seq, after, end - 2);
		picture_put(canvas, end - 2, seq->row, canvas->signs->to_right, DIM);
	} else {
		draw_rail(seq, end + 3, at - 1);
		picture_put(canvas, end + 2, seq->row, canvas->signs->to_left, DIM);
	}
}

static void draw_left_out(Sequence *seq, long events)
{
	Canvas *canvas = seq->sheet;
	char words[64];

	snprintf(words, sizeof words, "%s %ld more", canvas->signs->cut, events);
	picture_write(canvas, 0, seq->row++, words, 60, DIM);
}

static void draw_head(const Sequence *seq)
{
	for (int i = 0; i < seq->n_columns; i++)
		picture_write(seq->sheet, i * width_of(seq), 0,
		              picture_sequence_name(seq, i), width_of(seq) - 1, BOLD);
}

void picture_columns_text(Run *run, Canvas *canvas, const char *log, size_t length,
                          FILE *out)
{
	Sequence seq = { .sheet = canvas, .row = 1 };
	char words[640];

	picture_sequence_survey(&seq, run, canvas->width / NARROW, log, length);
	if (seq.n_events == 0 || !picture_clear(canvas, MOST_EVENTS + 3))
		return;
	seq.arrow = draw_arrow;
	seq.left_out = draw_left_out;
	picture_sequence_draw(&seq, log, length);
	draw_head(&seq);
	canvas->height = seq.row;
	picture_print(canvas, out);
	run->n_hidden = seq.n_hidden;
	picture_left_out(run, words, sizeof words);
	if (*words != '\0')
		fprintf(out, "%s %s\n", canvas->signs->cut, words);
	free(canvas->glyphs);
}
