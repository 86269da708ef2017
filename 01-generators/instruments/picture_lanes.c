/* picture_lanes.c - a run in characters: the lanes, and who woke whom. */
#include "picture_sheet.h"

#include <string.h>

/* ==== Given: a run that is watched ==== */

/* What a lane shows while nothing happens to it. */
static const char *sign_of(const Sheet *sheet, int state)
{
	const Signs *signs = sheet->canvas.signs;

	return state == WAITS   ? signs->waits
	       : state == READY ? signs->ready
	       : state == RUNS  ? signs->runs
	                        : " ";
}

static Style style_of(int state)
{
	return state == WAITS   ? DIM
	       : state == READY ? YELLOW
	       : state == RUNS  ? GREEN
	                        : PLAIN;
}

/* The columns from x to before end, in which a lane is as it is. */
static void fill(Sheet *sheet, int x, int end, int row, int state)
{
	sheet->ready |= state == READY && x < end;
	sheet->waits |= state == WAITS && x < end;
	for (; x < end; x++)
		picture_put(&sheet->canvas, x, row, sign_of(sheet, state),
		            style_of(state));
}

/* A request to cancel is shown as the number of them that the task has now. */
static void draw_mark(Sheet *sheet, int x, int row, const Cell *cell)
{
	char digit[2] = { (char)(cell->count > 9 ? '+' : '0' + cell->count), '\0' };

	if (cell->mark == CANCELLED || cell->mark == UNCANCELLED) {
		picture_put(&sheet->canvas, x, row, digit,
		            cell->mark == CANCELLED ? RED : CYAN);
		sheet->requests = true;
	} else if (cell->mark != NO_MARK && cell->state != RUNS) {
		picture_put(&sheet->canvas, x, row, sheet->canvas.signs->woken, YELLOW);
		sheet->woken = true;
	}
}

static void draw_ending(Sheet *sheet, int x, int row, const Cell *cell)
{
	const Signs *signs = sheet->canvas.signs;

	if (cell->ending == ENDED)
		picture_put(&sheet->canvas, x, row, signs->ended, GREEN);
	else if (cell->ending == ENDED_CANCELLED)
		picture_put(&sheet->canvas, x, row, signs->cancelled, RED);
	else if (cell->ending == ENDED_FAILED)
		picture_put(&sheet->canvas, x, row, signs->failed, RED);
	sheet->ended |= cell->ending == ENDED;
	sheet->cancelled |= cell->ending == ENDED_CANCELLED;
	sheet->failed |= cell->ending == ENDED_FAILED;
}

static void draw_cell(Sheet *sheet, int slot, int lane)
{
	const Cell *cell = &sheet->run->lanes[lane].cells[slot];
	int row = picture_row(sheet, lane), x = sheet->x[slot];
	int end = slot + 1 < sheet->last ? sheet->x[slot + 1]
	                                 : x + picture_columns(sheet, slot);

	if (picture_is_cut(sheet->run, slot)) {
		picture_put(&sheet->canvas, x + 1, row, sheet->canvas.signs->cut, DIM);
		return;
	}
	fill(sheet, x, x + 1, row, cell->state);
	fill(sheet, x + 1, end, row, cell->after);
	draw_mark(sheet, x, row, cell);
	draw_ending(sheet, x + 1, row, cell);
}

/* The lane of what has none: callbacks, and what wakes a task from outside. */
static void draw_loop(Sheet *sheet, int slot)
{
	const Slot *s = &sheet->run->slots[slot];
	int row = picture_row(sheet, 0), x = sheet->x[slot];
	char digit[2] = { (char)(s->callbacks > 9 ? '+' : '0' + s->callbacks), '\0' };
	char source[2] = { s->source == NULL ? '\0' : s->source[0], '\0' };

	if (s->actor != 0 || s->same > 0 || picture_is_cut(sheet->run, slot))
		return;
	if (s->callbacks > 0)
		picture_put(&sheet->canvas, x, row, sheet->canvas.signs->callback, CYAN);
	if (s->callbacks > 1)
		picture_put(&sheet->canvas, x + 1, row, digit, CYAN);
	if (s->source != NULL)
		picture_put(&sheet->canvas, x, row, source, CYAN);
	sheet->callbacks |= s->callbacks > 0;
	if (s->source != NULL && strchr(sheet->sources, source[0]) == NULL)
		sheet->sources[strlen(sheet->sources)] = source[0];
}

/* The row of what made a mark. */
static int row_of(const Sheet *sheet, int actor)
{
	int lane = actor == 0 ? 0 : sheet->run->actors[actor].lane;

	return picture_row(sheet, lane < 0 ? 0 : lane);
}

static void draw_wire(Sheet *sheet, int x, int from, int to)
{
	const Signs *signs = sheet->canvas.signs;

	for (int y = (from < to ? from : to) + 1; y < (from < to ? to : from); y++) {
		const char *there = picture_at(&sheet->canvas, x, y);
		if (*there == '\0' || *there == ' ' || strcmp(there, signs->waits) == 0)
			picture_put(&sheet->canvas, x, y, signs->wire, DIM);
		else if (strcmp(there, signs->ready) == 0)
			picture_put(&sheet->canvas, x, y, signs->crossing, DIM);
	}
}

/* A wire from what runs to each lane that it woke, made or cancelled. */
static void draw_wires(Sheet *sheet, int slot)
{
	for (int i = 1; i <= sheet->run->n_lanes; i++) {
		const Cell *cell = &sheet->run->lanes[i].cells[slot];
		if (cell->mark != NO_MARK && cell->state != RUNS)
			draw_wire(sheet, sheet->x[slot], row_of(sheet, cell->by),
			          picture_row(sheet, i));
	}
}

/* Where the loop has slept. */
static void draw_sleep(Sheet *sheet, int slot)
{
	int last = picture_row(sheet, 0) - !sheet->has_loop, x = sheet->x[slot] - 2;

	if (slot == sheet->first || !sheet->run->slots[slot].begins_time)
		return;
	for (int y = 0; y <= last; y++) {
		if (y >= HEAD_ROWS || *picture_at(&sheet->canvas, x, y) == '\0')
			picture_put(&sheet->canvas, x, y, sheet->canvas.signs->slept,
			            DIM);
	}
}

void picture_lanes(Sheet *sheet)
{
	for (int slot = sheet->first; slot < sheet->last; slot++) {
		for (int i = 1; i <= sheet->run->n_lanes; i++)
			draw_cell(sheet, slot, i);
		if (sheet->has_loop)
			draw_loop(sheet, slot);
	}
	for (int slot = sheet->first; slot < sheet->last; slot++) {
		draw_wires(sheet, slot);
		draw_sleep(sheet, slot);
	}
}
