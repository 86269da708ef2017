/* picture_terminal.c - a run in characters: where everything is. */
#include "picture_sheet.h"
#include "pictures.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_NAME = 24, LONGEST_NOTE = 26, MOST_ROWS = 46, MOST_LANES = 32 };

/* ==== Given: a run that is watched ==== */

int picture_row(const Sheet *sheet, int lane)
{
	return HEAD_ROWS + (lane > 0 ? lane - 1 : sheet->run->n_lanes);
}

int picture_columns(const Sheet *sheet, int slot)
{
	const Slot *s = &sheet->run->slots[slot];
	char words[32];

	if (s->same > 0)
		return snprintf(words, sizeof words, "+%lu ", s->same);
	return picture_is_cut(sheet->run, slot) ? 3 : sheet->step;
}

int picture_gap(const Sheet *sheet, int slot)
{
	const Slot *s = &sheet->run->slots[slot];

	if (slot == sheet->first)
		return 0;
	return s->begins_time ? 3 : s->begins_pass || picture_is_cut(sheet->run, slot);
}

/* The columns that all slots need beside each other. */
static int columns_needed(const Sheet *sheet)
{
	int n = 0;

	for (int i = 0; i < sheet->run->n_shown; i++)
		n += picture_gap(sheet, i) + picture_columns(sheet, i);
	return n;
}

static int columns_there(const Sheet *sheet)
{
	return sheet->canvas.width - sheet->names - sheet->notes;
}

/* Fills a band with slots from sheet->first on, and sets where they begin. If there are
 * more, the band ends with a whole pass if that is not much shorter. */
static void band_fill(Sheet *sheet)
{
	const Run *run = sheet->run;
	int x = sheet->names, end = sheet->names + columns_there(sheet), i = sheet->first;
	int whole = 0;

	for (; i < run->n_shown; i++) {
		int begins = x + picture_gap(sheet, i);
		if (begins + picture_columns(sheet, i) > end && i > sheet->first)
			break;
		sheet->x[i] = begins;
		if (i > sheet->first && run->slots[i].begins_pass && x > end * 2 / 3)
			whole = i;
		x = begins + picture_columns(sheet, i);
	}
	sheet->last = i < run->n_shown && whole > 0 ? whole : i;
}

/* Names and notes get as many columns as they need, and slots as many as there are. */
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
	for (int i = 0; i < run->n_shown; i++)
		sheet->has_loop |=
			run->slots[i].callbacks > 0 || run->slots[i].source != NULL;
	for (sheet->step = 5; sheet->step > 2; sheet->step--) {
		if (columns_needed(sheet) <= columns_there(sheet))
			break;
	}
}

static void head_text(Sheet *sheet, int *free_from, int x, int y, const char *text)
{
	int room = sheet->canvas.width - x;

	if (x >= *free_from && picture_width(text) <= room)
		*free_from = picture_write(&sheet->canvas, x, y, text, room, PLAIN) + 1;
}

/* The times and the numbers of passes, where they change and where there is room. */
static void band_head(Sheet *sheet)
{
	const Run *run = sheet->run;
	int time_free = 0, pass_free = 0;
	char words[48];

	picture_write(&sheet->canvas, 0, 0, "time", 5, DIM);
	picture_write(&sheet->canvas, 0, 1, "pass", 5, DIM);
	for (int i = sheet->first; i < sheet->last; i++) {
		const Slot *slot = &run->slots[i];
		picture_time(run, slot->time, words, sizeof words);
		if ((slot->begins_time || i == sheet->first) && !picture_is_cut(run, i))
			head_text(sheet, &time_free, sheet->x[i], 0, words);
		snprintf(words, sizeof words, slot->same > 0 ? "+%lu" : "%lu",
		         slot->same > 0 ? slot->same : slot->pass);
		if ((slot->begins_pass || i == sheet->first) && !picture_is_cut(run, i))
			head_text(sheet, &pass_free, sheet->x[i], 1, words);
	}
}

static void band_names(Sheet *sheet)
{
	const Run *run = sheet->run;

	for (int i = 1; i <= run->n_lanes; i++)
		picture_write(&sheet->canvas, 0, picture_row(sheet, i),
		              run->actors[run->lanes[i].actor].name, sheet->names - 1,
		              BOLD);
	if (sheet->has_loop)
		picture_write(&sheet->canvas, 0, picture_row(sheet, 0), "loop", 5, DIM);
}

static void band_notes(Sheet *sheet)
{
	const Run *run = sheet->run;
	int end = sheet->last - 1;
	char note[64];

	for (int i = 1; i <= run->n_lanes && end >= 0; i++) {
		int x = sheet->x[end] + picture_columns(sheet, end) + 2;
		picture_note(run, i, note, sizeof note);
		picture_write(&sheet->canvas, x, picture_row(sheet, i), note,
		              sheet->notes, RED);
	}
}

static void sheet_bands(Sheet *sheet, FILE *out)
{
	int rows = HEAD_ROWS + sheet->run->n_lanes + sheet->has_loop + 1;

	while (sheet->first < sheet->run->n_shown &&
	       picture_clear(&sheet->canvas, rows)) {
		band_fill(sheet);
		band_head(sheet);
		band_names(sheet);
		picture_lanes(sheet);
		picture_labels(sheet);
		if (sheet->last == sheet->run->n_shown)
			band_notes(sheet);
		picture_print(&sheet->canvas, out);
		sheet->first = sheet->last;
	}
}

/* A run gets a screen or so: as many bands as fit into MOST_ROWS. */
static int slots_that_fit(const Run *run, int width)
{
	int lanes = run->n_running < MOST_LANES ? run->n_running : MOST_LANES;
	int bands = MOST_ROWS / (lanes + HEAD_ROWS + 2);

	return (bands < 1 ? 1 : bands) * (width - 22) / 3;
}

static void text_of_run(Run *run, Canvas *canvas, const char *log, size_t length,
                        FILE *out)
{
	run->most_slots = slots_that_fit(run, canvas->width);
	run->most_lanes = MOST_LANES;
	picture_draw(run, log, length);
	Sheet sheet = { .run = run, .canvas = *canvas };
	sheet.x = calloc((size_t)run->n_shown + 1, sizeof *sheet.x);
	if (sheet.x != NULL && !run->no_memory) {
		sheet_measure(&sheet);
		picture_headline(&sheet, out);
		sheet_bands(&sheet, out);
		picture_legend(&sheet, out);
	}
	free(sheet.x);
	free(sheet.canvas.glyphs);
}

void picture_terminal(const char *log, size_t length, FILE *out)
{
	Run run = { 0 };
	Canvas canvas = { 0 };

	picture_look(&canvas, out);
	picture_survey(&run, log, length);
	if (run.has_passes)
		text_of_run(&run, &canvas, log, length, out);
	else
		picture_columns_text(&run, &canvas, log, length, out);
	if (run.no_memory)
		fputs("ASYNCIO_TIMELINE: there is no memory for the picture\n", out);
	picture_free(&run);
}
