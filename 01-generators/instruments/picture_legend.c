/* picture_legend.c - a run in characters: what is said in words. */
#include "picture_sheet.h"

#include <string.h>

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
	return (char)('a' + i);
}

/* Is this column of a row nothing but a wait? */
static bool is_wait(const Sheet *sheet, int x, int row)
{
	return strcmp(picture_at(&sheet->canvas, x, row), sheet->canvas.signs->waits) ==
	       0;
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

/* Writes into a wait what it is for: as words, or as a letter. */
static void label_wait(Sheet *sheet, int x, int end, int row, int words)
{
	const char *text = sheet->run->words[words];
	int width = picture_width(text), at = find_room(sheet, x, end, row, width + 3);
	int letter = at < 0 ? find_room(sheet, x, end, row, 1) : -1;
	char key[2] = { letter < 0 ? '\0' : key_of(sheet, words), '\0' };

	if (at >= 0) {
		picture_put(&sheet->canvas, at + 1, row, " ", PLAIN);
		picture_write(&sheet->canvas, at + 2, row, text, width, PLAIN);
		if (is_wait(sheet, at + 2 + width, row))
			picture_put(&sheet->canvas, at + 2 + width, row, " ", PLAIN);
	} else if (letter >= 0) {
		picture_put(&sheet->canvas, letter, row, key, PLAIN);
	}
}

/* The slot in which a wait ends that has begun in this one. */
static int wait_end(const Sheet *sheet, const Cell *cells, int slot)
{
	int i = slot + 1;

	while (i < sheet->last && cells[i].state == WAITS && cells[i].after == WAITS &&
	       cells[i].mark != MADE && cells[i].mark != WOKEN &&
	       cells[i].label == cells[slot].label)
		i++;
	return i;
}

static void lane_labels(Sheet *sheet, int lane)
{
	const Cell *cells = sheet->run->lanes[lane].cells;

	for (int i = sheet->first; i < sheet->last;) {
		if (cells[i].after != WAITS || cells[i].label == 0) {
			i++;
			continue;
		}
		int end = wait_end(sheet, cells, i);
		int x_end = end < sheet->last
		                    ? sheet->x[end]
		                    : sheet->x[end - 1] + picture_columns(sheet, end - 1);
		label_wait(sheet, sheet->x[i], x_end, picture_row(sheet, lane),
		           cells[i].label);
		i = end;
	}
}

void picture_labels(Sheet *sheet)
{
	for (int i = 1; i <= sheet->run->n_lanes; i++)
		lane_labels(sheet, i);
}

void picture_headline(const Sheet *sheet, FILE *out)
{
	const Run *run = sheet->run;
	char words[128];

	picture_title(run, words, sizeof words);
	fprintf(out, "%s%s%s: %s", sheet->canvas.colour ? "\033[1m" : "", run->program,
	        sheet->canvas.colour ? "\033[0m" : "", words);
	fputc('\n', out);
}

/* One entry of the legend: begins a new line if this one is full. */
static void entry(const Sheet *sheet, FILE *out, int *x, const char *sign,
                  const char *words)
{
	int width = picture_width(sign) + 1 + picture_width(words);

	if (*x > 0 && *x + 3 + width > sheet->canvas.width) {
		fputc('\n', out);
		*x = 0;
	}
	fprintf(out, "%s%s %s", *x > 0 ? "   " : "", sign, words);
	*x += width + (*x > 0 ? 3 : 0);
}

static void legend_keys(const Sheet *sheet, FILE *out, int *x)
{
	for (int i = 0; i < sheet->n_keys; i++) {
		char key[2] = { (char)('a' + i), '\0' }, words[96];
		snprintf(words, sizeof words, "waits: %s",
		         sheet->run->words[sheet->keys[i]]);
		entry(sheet, out, x, key, words);
	}
}

void picture_legend(const Sheet *sheet, FILE *out)
{
	const Signs *signs = sheet->canvas.signs;
	const struct {
		bool is_there;
		const char *sign, *words;
	} entries[] = {
		{ true, signs->runs, "runs" },
		{ sheet->waits, signs->waits, "waits" },
		{ sheet->woken, signs->woken,
		  "made or woken, by what runs above or below" },
		{ sheet->ready, signs->ready, "ready, but has not run yet" },
		{ sheet->ended, signs->ended, "ended" },
		{ sheet->cancelled, signs->cancelled, "ended, cancelled" },
		{ sheet->failed, signs->failed, "ended, failed" },
		{ sheet->requests, "1 0",
		  "its cancellation requests, where they change" },
		{ sheet->callbacks, signs->callback, "callbacks" },
		{ strchr(sheet->sources, 't') != NULL, "t", "a timer" },
		{ strchr(sheet->sources, 'd') != NULL, "d", "a descriptor" },
		{ strchr(sheet->sources, 's') != NULL, "s", "a signal" },
		{ strchr(sheet->sources, 'o') != NULL, "o", "from outside the loop" },
	};
	char left_out[160];
	int x = 0;

	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
		if (entries[i].is_there)
			entry(sheet, out, &x, entries[i].sign, entries[i].words);
	}
	legend_keys(sheet, out, &x);
	fputc('\n', out);
	picture_left_out(sheet->run, left_out, sizeof left_out);
	if (*left_out != '\0')
		fprintf(out, "%s %s\n", signs->cut, left_out);
}
