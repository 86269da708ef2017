/* picture_legend.c - a run in characters: what is said above and below it. */
#include "picture_sheet.h"

#include <string.h>

/* ==== Given: a run that is watched ==== */

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
		char key[2] = { picture_keys[i], '\0' }, words[96];
		snprintf(words, sizeof words, "waits: %s",
		         sheet->run->words[sheet->keys[i]]);
		entry(sheet, out, x, key, words);
	}
	if (sheet->no_key)
		entry(sheet, out, x, sheet->canvas.signs->waits,
		      "waits for more, for which there is no letter or no room");
}

static void legend_sources(const Sheet *sheet, FILE *out, int *x)
{
	for (int i = 1; i < N_SOURCES; i++) {
		const SourceWords *source = &picture_sources[i];
		if (strchr(sheet->sources, source->letter[0]) != NULL)
			entry(sheet, out, x, source->letter, source->words);
	}
}

/* "callbacks: a gather's callback, the end of the run". */
static void legend_callbacks(const Sheet *sheet, FILE *out, int *x)
{
	char words[256] = "callbacks:", *end = words + strlen(words);

	for (int i = 0; i < sheet->n_called; i++) {
		snprintf(end, sizeof words - (size_t)(end - words), "%s %s",
		         i > 0 ? "," : "", sheet->run->words[sheet->called[i]]);
		end += strlen(end);
	}
	if (sheet->more_called)
		snprintf(end, sizeof words - (size_t)(end - words), " and others");
	if (sheet->callbacks)
		entry(sheet, out, x, sheet->canvas.signs->callback, words);
}

/* Each sentence in a line of its own. */
static void legend_left_out(const Sheet *sheet, FILE *out)
{
	char words[640], *next = words;

	picture_left_out(sheet->run, words, sizeof words);
	while (*next != '\0') {
		size_t n = strcspn(next, "\n");
		fprintf(out, "%s %.*s\n", sheet->canvas.signs->cut, (int)n, next);
		next += n + (next[n] == '\n');
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
		{ sheet->held, signs->held,
		  "runs, and holds the loop for so long: nobody else can run" },
		{ sheet->waits, signs->waits,
		  "waits; for what, is said where there is room" },
		{ sheet->woken, signs->woken,
		  "made or woken, by what runs above or below" },
		{ sheet->wires, signs->wire, "a line to it" },
		{ sheet->ready, signs->ready, "ready, but has not run yet" },
		{ sheet->crossings, signs->crossing, "the same, behind a line" },
		{ sheet->ended, signs->ended, "ended" },
		{ sheet->cancelled, signs->cancelled, "ended, cancelled" },
		{ sheet->failed, signs->failed, "ended, failed" },
		{ sheet->requests, "1, 0",
		  "how many cancellation requests it has now" },
		{ sheet->by_sleep, signs->slept, "the loop slept" },
		{ sheet->by_steps, signs->moved,
		  "time passed while something ran, and not in a sleep" },
		{ sheet->timers, signs->timer, "timers" },
		{ sheet->several, "2", "behind a sign: so many of these" },
		{ sheet->same, "+9", "so many passes more that were the same" },
	};
	int x = 0;

	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
		if (entries[i].is_there)
			entry(sheet, out, &x, entries[i].sign, entries[i].words);
	}
	legend_callbacks(sheet, out, &x);
	legend_sources(sheet, out, &x);
	legend_keys(sheet, out, &x);
	fputc('\n', out);
	legend_left_out(sheet, out);
}
