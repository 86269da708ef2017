/* picture_terminal.c - a run in characters: where everything is. */
#include "picture_sheet.h"
#include "pictures.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_NAME = 24, LONGEST_NOTE = 26, MOST_ROWS = 46, PLENTY = 12 };
enum { MOST_LANES = 512, MOST_LANES_OF_A_BAND = 32 };

/* ==== Given: a run that is watched ==== */

/* The columns of a slot. */
static int slot_width(const Sheet *sheet, int slot)
{
	const Slot *s = &sheet->run->slots[slot];
	char words[32];
	int held = s->held > 0 ? 3 + picture_width(sheet->run->words[s->held]) : 0;

	if (s->same > 0)
		return snprintf(words, sizeof words, "+%lu ", s->same);
	if (picture_is_cut(sheet->run, slot))
		return 3;
	return held > sheet->step ? held : sheet->step;
}

/* And of the gap in front of it. What comes from outside in the middle of a pass stands
 * apart from callbacks. */
static int slot_gap(const Sheet *sheet, int slot)
{
	const Slot *s = &sheet->run->slots[slot];
	bool after_cut = slot > 0 && picture_is_cut(sheet->run, slot - 1);

	if (s->begins_time && !after_cut)
		return 3;
	return s->begins_pass || after_cut || picture_is_cut(sheet->run, slot) ||
	       s->source != NO_SOURCE;
}

/* Measures the slots if each turn has sheet->step columns. */
static void slots_measure(Sheet *sheet)
{
	char words[48];

	for (int i = 0; i < sheet->run->n_shown; i++) {
		Slot *slot = &sheet->run->slots[i];
		slot->width = slot_width(sheet, i);
		slot->gap = slot_gap(sheet, i);
		picture_time_above(sheet->run, i, true, words, sizeof words);
		slot->time_width = picture_width(words);
		picture_pass_above(sheet->run, i, true, words, sizeof words);
		slot->pass_width = picture_width(words);
	}
}

/* Names and notes get as many columns as they need. A turn has as many as it can without
 * one more band. */
static void sheet_measure(Sheet *sheet)
{
	const Run *run = sheet->run;
	char note[64];

	sheet->names = 4;
	for (int i = 1; i <= run->n_lanes; i++) {
		int name = picture_width(run->actors[run->lanes[i].actor].name);
		picture_note(run, i, note, sizeof note);
		int length = picture_width(note);
		sheet->names = name > sheet->names ? name : sheet->names;
		sheet->notes = length > sheet->notes ? length : sheet->notes;
	}
	sheet->names = (sheet->names > LONGEST_NAME ? LONGEST_NAME : sheet->names) + 2;
	sheet->notes = sheet->notes > LONGEST_NOTE ? LONGEST_NOTE : sheet->notes;
	sheet->notes += sheet->notes > 0 ? 2 : 0;
	sheet->bands = (Bands){ .run = sheet->run,
		                .begin = sheet->names,
		                .end = sheet->canvas.width - sheet->notes,
		                .space = 1 };
	sheet->step = 2;
	slots_measure(sheet);
	int needed = picture_count_bands(&sheet->bands);
	for (sheet->step = 5; sheet->step > 2; sheet->step--) {
		slots_measure(sheet);
		if (picture_count_bands(&sheet->bands) == needed)
			break;
	}
	slots_measure(sheet);
	picture_balance(&sheet->bands);
}

/* The times, and the numbers of passes. */
static void band_head(Sheet *sheet)
{
	const Bands *bands = &sheet->bands;
	int width = sheet->canvas.width;
	char words[48];

	picture_write(&sheet->canvas, 0, 0, "time", 5, DIM);
	picture_write(&sheet->canvas, 0, 1, "pass", 5, DIM);
	for (int i = bands->first; i < bands->last; i++) {
		int x = sheet->run->slots[i].x;
		bool first = i == bands->first;
		picture_time_above(sheet->run, i, first, words, sizeof words);
		picture_write(&sheet->canvas, x, 0, words, width - x, PLAIN);
		picture_pass_above(sheet->run, i, first, words, sizeof words);
		picture_write(&sheet->canvas, x, 1, words, width - x, PLAIN);
	}
}

static void band_names(Sheet *sheet)
{
	const Run *run = sheet->run;
	char idle[96];

	for (int i = 1; i <= run->n_lanes; i++) {
		if (picture_row(sheet, i) >= 0)
			picture_write(&sheet->canvas, 0, picture_row(sheet, i),
			              run->actors[run->lanes[i].actor].name,
			              sheet->names - 1, BOLD);
	}
	if (run->has_loop)
		picture_write(&sheet->canvas, 0, picture_row(sheet, 0), "loop", 5, DIM);
	picture_idle(&sheet->bands, idle, sizeof idle);
	picture_write(&sheet->canvas, 0,
	              HEAD_ROWS + sheet->bands.n_rows + run->has_loop, idle, 80, DIM);
}

/* What became of the lanes that end in this band, and of those that have not ended. */
static void band_notes(Sheet *sheet)
{
	const Run *run = sheet->run;
	const Slot *end = &run->slots[sheet->bands.last - 1];
	char note[64];

	for (int i = 1; i <= run->n_lanes; i++) {
		if (picture_row(sheet, i) < 0 || !picture_note_is_here(&sheet->bands, i))
			continue;
		picture_note(run, i, note, sizeof note);
		picture_write(&sheet->canvas, end->x + end->width + 2,
		              picture_row(sheet, i), note, sheet->notes, RED);
	}
}

static void sheet_bands(Sheet *sheet, FILE *out)
{
	Bands *bands = &sheet->bands;
	int room = HEAD_ROWS + MOST_LANES_OF_A_BAND + 3;

	for (bands->first = 0; bands->first < sheet->run->n_shown;) {
		if (!picture_clear(&sheet->canvas, room))
			return;
		picture_band(bands);
		picture_rows(bands, PLENTY, MOST_LANES_OF_A_BAND);
		band_head(sheet);
		band_names(sheet);
		picture_lanes(sheet);
		picture_labels(sheet);
		band_notes(sheet);
		sheet->canvas.height = HEAD_ROWS + bands->n_rows + sheet->run->has_loop +
		                       (bands->n_idle > 0) + 1;
		picture_print(&sheet->canvas, out);
		bands->first = bands->last;
	}
}

/* A run gets a screen or so: as many bands as fit into MOST_ROWS, but no less than
 * two. */
static int slots_that_fit(const Run *run, int width)
{
	int most = MOST_LANES_OF_A_BAND;
	int lanes = run->n_running < most ? run->n_running : most;
	int bands = MOST_ROWS / (lanes + HEAD_ROWS + 2);

	return (bands < 2 ? 2 : bands) * (width - 22) / 3;
}

static void text_of_run(Run *run, Canvas *canvas, const char *log, size_t length,
                        FILE *out)
{
	run->most_slots = slots_that_fit(run, canvas->width);
	run->most_lanes = MOST_LANES;
	picture_draw(run, log, length);
	Sheet sheet = { .run = run, .canvas = *canvas };
	if (!run->no_memory) {
		sheet_measure(&sheet);
		picture_headline(&sheet, out);
		sheet_bands(&sheet, out);
		picture_legend(&sheet, out);
	}
	free(sheet.canvas.glyphs);
}

void picture_terminal(const char *log, size_t length, FILE *out)
{
	Run run = { 0 };
	Canvas canvas = { 0 };
	char words[160];

	picture_look(&canvas, out);
	picture_survey(&run, log, length);
	if (run.n_slots > 0 && run.has_passes)
		text_of_run(&run, &canvas, log, length, out);
	else if (run.n_running > 0 && !run.has_passes)
		picture_columns_text(&run, &canvas, log, length, out);
	else if (!run.no_memory) {
		picture_nothing(&run, words, sizeof words);
		fprintf(out, "%s: %s\n", run.program, words);
	}
	if (run.no_memory)
		fputs("ASYNCIO_TIMELINE: there is no memory for the picture\n", out);
	picture_free(&run);
}
