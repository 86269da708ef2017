/* picture_loop.c - a run in characters: the row of the loop, which has what no lane has:
 * callbacks, and what wakes a task from outside. */
#include "picture_sheet.h"

#include <string.h>

/* ==== Given: a run that is watched ==== */

static void note_source(Sheet *sheet, const char *letter)
{
	size_t n = strlen(sheet->sources);

	if (strchr(sheet->sources, *letter) == NULL)
		sheet->sources[n] = *letter;
}

/* The legend tells the names of the first ones. */
static void note_callback(Sheet *sheet, int words)
{
	int most = sizeof sheet->called / sizeof *sheet->called, i = 0;

	while (i < sheet->n_called && sheet->called[i] != words)
		i++;
	if (i == most)
		sheet->more_called = true;
	else if (i == sheet->n_called)
		sheet->called[sheet->n_called++] = words;
}

static void draw_callbacks(Sheet *sheet, int slot, int row)
{
	const Slot *s = &sheet->run->slots[slot];
	const Signs *signs = sheet->canvas.signs;
	char digit[2] = { (char)(s->callbacks > 9 ? '+' : '0' + s->callbacks), '\0' };
	int after = s->x + 1;

	if (s->held > 0) {
		picture_block(sheet, slot, row);
		after = picture_runs_to(sheet, slot);
	}
	picture_put(&sheet->canvas, s->x, row,
	            s->only_timers ? signs->timer : signs->callback, CYAN);
	if (s->callbacks > 1)
		picture_put(&sheet->canvas, after, row, digit, CYAN);
	sheet->several |= s->callbacks > 1;
	sheet->timers |= s->only_timers;
	sheet->callbacks |= !s->only_timers;
	if (!s->only_timers)
		note_callback(sheet, s->what);
}

void picture_loop(Sheet *sheet, int slot)
{
	const Slot *s = &sheet->run->slots[slot];
	int row = picture_row(sheet, 0);

	if (s->actor != 0 || s->same > 0 || picture_is_cut(sheet->run, slot))
		return;
	if (s->callbacks > 0)
		draw_callbacks(sheet, slot, row);
	if (s->source != NO_SOURCE) {
		const char *letter = picture_sources[s->source].letter;
		picture_put(&sheet->canvas, s->x, row, letter,
		            s->source == FROM_DEADLOCK ? RED : CYAN);
		note_source(sheet, letter);
	}
}
