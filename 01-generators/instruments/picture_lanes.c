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
	const Slot *s = &sheet->run->slots[slot];
	int row = picture_row(sheet, lane), x = s->x, runs_to = x + 1;
	int end = slot + 1 < sheet->bands.last ? s[1].x : x + s->width;

	if (row < 0)
		return;
	if (picture_is_cut(sheet->run, slot)) {
		picture_put(&sheet->canvas, x + 1, row, sheet->canvas.signs->cut, DIM);
		return;
	}
	if (cell->state == RUNS && s->actor == sheet->run->lanes[lane].actor) {
		picture_block(sheet, slot, row);
		runs_to = picture_runs_to(sheet, slot);
	} else {
		fill(sheet, x, x + 1, row, cell->state);
	}
	fill(sheet, runs_to, end, row, cell->after);
	draw_mark(sheet, x, row, cell);
	draw_ending(sheet, runs_to, row, cell);
}

/* The row of what made a mark; -1: it is not in this band. */
static int row_of(const Sheet *sheet, int actor)
{
	int lane = actor == 0 ? 0 : sheet->run->actors[actor].lane;

	return picture_row(sheet, lane < 0 ? 0 : lane);
}

static void draw_wire(Sheet *sheet, int x, int from, int to)
{
	const Signs *signs = sheet->canvas.signs;

	if (from < 0 || to < 0)
		return;
	for (int y = (from < to ? from : to) + 1; y < (from < to ? to : from); y++) {
		const char *there = picture_at(&sheet->canvas, x, y);
		bool ready = strcmp(there, signs->ready) == 0;
		if (*there != '\0' && *there != ' ' && !ready &&
		    strcmp(there, signs->waits) != 0)
			continue;
		picture_put(&sheet->canvas, x, y, ready ? signs->crossing : signs->wire,
		            DIM);
		sheet->crossings |= ready;
		sheet->wires |= !ready;
	}
}

/* A wire from what runs to each lane that it woke, made or cancelled. */
static void draw_wires(Sheet *sheet, int slot)
{
	for (int i = 1; i <= sheet->run->n_lanes; i++) {
		const Cell *cell = &sheet->run->lanes[i].cells[slot];
		if (cell->mark != NO_MARK && cell->state != RUNS)
			draw_wire(sheet, sheet->run->slots[slot].x,
			          row_of(sheet, cell->by), picture_row(sheet, i));
	}
}

/* Where the loop has slept; or where steps have taken time. */
static void draw_time(Sheet *sheet, int slot)
{
	const Slot *s = &sheet->run->slots[slot];
	const Signs *signs = sheet->canvas.signs;
	int rows = HEAD_ROWS + sheet->bands.n_rows + sheet->run->has_loop;

	if (slot == sheet->bands.first || !s->begins_time ||
	    picture_is_cut(sheet->run, slot - 1))
		return;
	for (int y = 0; y < rows; y++)
		picture_put(&sheet->canvas, s->x - 2, y,
		            s->slept ? signs->slept : signs->moved,
		            s->slept ? DIM : RED);
	sheet->by_sleep |= s->slept;
	sheet->by_steps |= !s->slept;
}

void picture_lanes(Sheet *sheet)
{
	const Bands *bands = &sheet->bands;

	for (int slot = bands->first; slot < bands->last; slot++) {
		for (int i = 1; i <= sheet->run->n_lanes; i++)
			draw_cell(sheet, slot, i);
		if (sheet->run->has_loop)
			picture_loop(sheet, slot);
		sheet->same |= sheet->run->slots[slot].same > 0;
	}
	for (int slot = bands->first; slot < bands->last; slot++) {
		draw_wires(sheet, slot);
		draw_time(sheet, slot);
	}
}
