/* picture_svg_legend.c - an SVG of a run: what its signs mean, and what is not in it. */
#include "picture_svg.h"

#include <string.h>

/* ==== Given: a run that is watched ==== */

/* Where the next entry stands that is so wide: in a new line if this one is full. */
static int next_entry(const Svg *svg, int *x, int *y, int width)
{
	if (*x > svg->margin && *x + width > svg->width) {
		*x = svg->margin;
		*y += 20;
	}
	int at = *x;
	*x += width;
	return at;
}

void picture_svg_entries(const Svg *svg, const SvgEntry *entries, size_t n, int *x,
                         int *y)
{
	for (size_t i = 0; i < n; i++) {
		if (!entries[i].is_there)
			continue;
		int width = 22 + picture_svg_width(SVG_SMALL, entries[i].words) + 16;
		int at = next_entry(svg, x, y, width);
		fprintf(svg->out, "<g transform=\"translate(%d,%d)\">%s</g>\n", at, *y,
		        entries[i].sign);
		picture_svg_text(svg, at + 22, *y + 4, SVG_SMALL, "dim", entries[i].words,
		                 svg->width);
	}
}

/* A letter and what it stands for. */
static void draw_letter(const Svg *svg, int *x, int *y, const char *letter,
                        const char *kind, const char *words)
{
	int width = picture_svg_width(SVG_SMALL, words) + 34;
	int at = next_entry(svg, x, y, width);

	if (strcmp(kind, "on") == 0)
		fprintf(svg->out,
		        "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"7\"/>\n",
		        *letter == 'X' ? "cancel" : "loop", at + 8, *y);
	picture_svg_text(svg, at + 5, *y + 3, 10, kind, letter, 14);
	picture_svg_text(svg, at + 20, *y + 4, SVG_SMALL, "dim", words, svg->width);
}

static void legend_sources(const Svg *svg, int *x, int *y)
{
	for (int i = 1; i < N_SOURCES; i++) {
		if (svg->sources[i])
			draw_letter(svg, x, y, picture_sources[i].letter, "on",
			            picture_sources[i].words);
	}
}

/* The letters that stand for what is waited for. */
static void legend_keys(const Svg *svg, int *x, int *y)
{
	char words[96];

	for (int i = 0; i < svg->n_keys; i++) {
		char key[2] = { picture_svg_key(i), '\0' };
		snprintf(words, sizeof words, "waits: %s",
		         svg->run->words[svg->keys[i]]);
		draw_letter(svg, x, y, key, "name", words);
	}
}

/* Each sentence in a line of its own. Returns where they end. */
static int left_out(const Svg *svg, int y)
{
	char words[640];

	picture_left_out(svg->run, words, sizeof words);
	for (char *next = words; *next != '\0'; y += 18) {
		size_t n = strcspn(next, "\n");
		bool more = next[n] == '\n';
		next[n] = '\0';
		picture_svg_text(svg, svg->margin, y + 4, SVG_SMALL, "bad", next,
		                 svg->width - 30);
		next += n + more;
	}
	return y;
}

#define RECT(kind) \
	"<rect class=\"" kind "\" y=\"-6\" width=\"14\" height=\"12\" rx=\"3\"/>"
#define LINE(kind) "<path class=\"" kind "\" d=\"M8 -8V8\"/>"
#define DIAMOND(kind) "<path class=\"" kind "\" d=\"M8 -6l6 6l-6 6l-6 -6z\"/>"

int picture_svg_legend(const Svg *svg, int y)
{
	const SvgEntry entries[] = {
		{ true, RECT("runs"), "runs" },
		{ svg->held, RECT("held"), "runs, and holds the loop for so long" },
		{ svg->waits, "<path class=\"waits\" d=\"M0 0H16\"/>",
		  svg->sleeps ? "waits; without words: for time to pass" : "waits" },
		{ svg->no_key, "<path class=\"waits\" d=\"M0 0H16\"/>",
		  "waits for what the mouse tells" },
		{ svg->woken, "<circle class=\"ready\" cx=\"8\" r=\"4\"/>",
		  "made or woken" },
		{ svg->wires, LINE("wire"), "by what runs at the other end" },
		{ svg->ready,
		  "<rect class=\"ready\" y=\"-3\" width=\"16\" height=\"6\"/>",
		  "ready, but has not run yet" },
		{ svg->ended, LINE("end"), "ended" },
		{ svg->cancelled, "<path class=\"bad-end\" d=\"M4 -4l8 8m0 -8l-8 8\"/>",
		  "ended, cancelled" },
		{ svg->failed, "<path class=\"bad-end\" d=\"M8 -6V2M8 4V6\"/>",
		  "ended, failed" },
		{ svg->requests, "<circle class=\"cancel\" cx=\"8\" r=\"7\"/>",
		  "cancellation requests, where their number changes" },
		{ svg->pass, LINE("pass"), "a pass begins" },
		{ svg->by_sleep, LINE("slept"), "the loop slept" },
		{ svg->by_steps, "<path class=\"moved\" d=\"M7 -8V8m3 0V-8\"/>",
		  "time passed while something ran" },
		{ svg->callbacks, DIAMOND("loop"), "callbacks" },
		{ svg->timers, DIAMOND("timer"), "timers" },
		{ svg->cut, "<path class=\"cut\" d=\"M4 -8V8m8 0V-8\"/>",
		  "turns are left out" },
	};
	int x = svg->margin;

	picture_svg_entries(svg, entries, sizeof entries / sizeof *entries, &x, &y);
	if (svg->same)
		draw_letter(svg, &x, &y, "+9", "dim",
		            "so many passes more that were the same");
	legend_sources(svg, &x, &y);
	legend_keys(svg, &x, &y);
	return left_out(svg, y + 20);
}
