/* picture_labels.c - a run in characters: what the lanes wait for. */
#include "picture_sheet.h"

#include <string.h>

const char picture_keys[MOST_KEYS + 1] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* ==== Given: a run that is watched ==== */

/* The letter that stands for words for which there is no room; '\0': all are taken. */
static char key_of(Sheet *sheet, int words)
{
	int i = 0;

	while (i < sheet->n_keys && sheet->keys[i] != words)
		i++;
	if (i == MOST_KEYS)
		return '\0';
	if (i == sheet->n_keys)
		sheet->keys[sheet->n_keys++] = words;
	return picture_keys[i];
}

/* Is this column of a row nothing but a wait? */
static bool is_wait(const Sheet *sheet, int x, int row)
{
	return strcmp(picture_at(&sheet->canvas, x, row), sheet->canvas.signs->waits) ==
	       0;
}

/* A letter beside a digit would be read as one sign with it. */
static bool is_digit(const Sheet *sheet, int x, int row)
{
	char there = picture_at(&sheet->canvas, x, row)[0];

	return there >= '0' && there <= '9';
}

/* The first place between x and end where a wait has room for so many characters. */
static int find_room(const Sheet *sheet, int x, int end, int row, int width)
{
	for (int n = 0; x < end; x++) {
		n = is_wait(sheet, x, row) ? n + 1 : 0;
		if (n == width)
			return x - width + 1;
	}
	return -1;
}

/* Writes the letter: with a dot on each side, if there is room; or where no digit is
 * beside it. */
static void label_letter(Sheet *sheet, int x, int end, int row, int words)
{
	int at = find_room(sheet, x, end, row, 3) + 1;

	for (int i = x; at <= 0 && i < end; i++) {
		if (is_wait(sheet, i, row) && !is_digit(sheet, i - 1, row) &&
		    !is_digit(sheet, i + 1, row))
			at = i;
	}
	char key[2] = { at <= 0 ? '\0' : key_of(sheet, words), '\0' };
	sheet->no_key |= key[0] == '\0';
	if (key[0] != '\0')
		picture_put(&sheet->canvas, at, row, key, PLAIN);
}

/* Writes into a wait what it is for: as words, or as a letter. A wait for time to pass
 * needs no letter: it ends where the time is written. */
static void label_wait(Sheet *sheet, int x, int end, int row, const Cell *cell)
{
	const char *text = sheet->run->words[cell->label];
	int width = picture_width(text);
	int at = find_room(sheet, x, end, row, width + 4);

	if (at < 0) {
		at = find_room(sheet, x, end, row, width + 3);
		at = is_digit(sheet, at + width + 3, row) ? -1 : at;
	}
	if (at >= 0) {
		picture_put(&sheet->canvas, at + 1, row, " ", PLAIN);
		picture_write(&sheet->canvas, at + 2, row, text, width, PLAIN);
		picture_put(&sheet->canvas, at + 2 + width, row, " ", PLAIN);
	} else if (!cell->sleeps) {
		label_letter(sheet, x, end, row, cell->label);
	}
}

/* The slot in which a wait ends that has begun in this one. */
static int wait_end(const Sheet *sheet, const Cell *cells, int slot)
{
	int i = slot + 1;

	while (i < sheet->bands.last && cells[i].state == WAITS &&
	       cells[i].after == WAITS &&
	       cells[i].mark != MADE && cells[i].mark != WOKEN &&
	       cells[i].label == cells[slot].label)
		i++;
	return i;
}

static void lane_labels(Sheet *sheet, int lane)
{
	const Cell *cells = sheet->run->lanes[lane].cells;
	const Slot *slots = sheet->run->slots;

	for (int i = sheet->bands.first; i < sheet->bands.last;) {
		if (cells[i].after != WAITS || cells[i].label == 0) {
			i++;
			continue;
		}
		int end = wait_end(sheet, cells, i);
		int x_end = end < sheet->bands.last
		                    ? slots[end].x
		                    : slots[end - 1].x + slots[end - 1].width;
		label_wait(sheet, slots[i].x, x_end, picture_row(sheet, lane), &cells[i]);
		i = end;
	}
}

void picture_labels(Sheet *sheet)
{
	for (int i = 1; i <= sheet->run->n_lanes; i++) {
		if (picture_row(sheet, i) >= 0)
			lane_labels(sheet, i);
	}
}
