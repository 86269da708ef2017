/* picture_sheet.c - a run in characters: the place of a lane, and of what runs in it. */
#include "picture_sheet.h"

/* ==== Given: a run that is watched ==== */

int picture_row(const Sheet *sheet, int lane)
{
	int row = sheet->run->lanes[lane].row;

	return row < 0 ? -1 : HEAD_ROWS + row;
}

int picture_runs_to(const Sheet *sheet, int slot)
{
	const Slot *s = &sheet->run->slots[slot];

	return s->x +
	       (s->held == 0 ? 1 : 2 + picture_width(sheet->run->words[s->held]));
}

void picture_block(Sheet *sheet, int slot, int row)
{
	const Slot *s = &sheet->run->slots[slot];
	const char *words = sheet->run->words[s->held];
	Canvas *canvas = &sheet->canvas;
	int end = picture_runs_to(sheet, slot) - 1;

	if (s->held == 0) {
		picture_put(canvas, s->x, row, canvas->signs->runs, GREEN);
		return;
	}
	picture_put(canvas, s->x, row, canvas->signs->held, RED);
	picture_write(canvas, s->x + 1, row, words, picture_width(words), RED);
	picture_put(canvas, end, row, canvas->signs->held, RED);
	sheet->held = true;
}
