/* picture_svg_text.c - an SVG of a run: its words, styles and legend. */
#include "picture_svg.h"

#include <string.h>

static const char style[] =
	"<style>\n"
	"svg{--ground:#fff;--text:#1f2328;--dim:#656d76;--band:#f3f5f7;--runs:#2da44e;"
	"--waits:#8c959f;--ready:#e3a008;--cancel:#cf222e;--loop:#0969da;--wire:#8250df;"
        "\n"
	"font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace}\n"
	"@media (prefers-color-scheme:dark){svg{--ground:#0d1117;--text:#e6edf3;"
	"--dim:#9198a1;--band:#161b22;--runs:#3fb950;--waits:#6e7681;--ready:#d29922;"
	"--cancel:#f85149;--loop:#58a6ff;--wire:#a371f7}}\n"
	"text{fill:var(--text)}.dim{fill:var(--dim)}.bad{fill:var(--cancel)}"
	".name,.title{font-weight:600}.on{fill:#fff;font-weight:600}\n"
	".ground{fill:var(--ground)}.band{fill:var(--band)}.runs{fill:var(--runs)}"
	".ready{fill:var(--ready)}.loop{fill:var(--loop)}.cancel{fill:var(--cancel)}"
	".back{fill:var(--loop)}\n"
	".waits{stroke:var(--waits);stroke-width:2;stroke-linecap:round;"
	"stroke-dasharray:.1 5}.over{stroke:transparent;stroke-width:12;fill:none}\n"
	".wire{stroke:var(--wire);stroke-width:1.2;fill:none}"
	".slept{stroke:var(--dim);stroke-dasharray:2 "
        "3}.pass{stroke:var(--dim);opacity:.25}"
	".end{stroke:var(--runs);stroke-width:3}.bad-end{stroke:var(--cancel);"
	"stroke-width:2.5;fill:none}\n"
	"g:hover>*{filter:brightness(1.2)}\n"
	"</style>\n";

/* ==== Given: a run that is watched ==== */

static size_t letter_length(const char *text)
{
	size_t n = 1;

	while (n < 4 && ((unsigned char)text[n] & 0xC0) == 0x80)
		n++;
	return n;
}

static int letters(const char *text)
{
	int n = 0;

	for (; *text != '\0'; text += letter_length(text))
		n++;
	return n;
}

int picture_svg_width(int font, const char *text)
{
	return (letters(text) * font * 6 + 9) / 10;
}

/* Is this the beginning of a whole character of UTF-8? */
static bool is_whole(const char *text, size_t n)
{
	unsigned char first = (unsigned char)text[0];

	return first < 0x80   ? n == 1 && first >= 0x20 && first != 0x7F
	       : first < 0xE0 ? n == 2 && first >= 0xC2
	       : first < 0xF0 ? n == 3 && (first != 0xEF || (unsigned char)text[1] < 0xBF)
	                      : n == 4 && first < 0xF4;
}

static void escape_some(FILE *out, const char *text, int most)
{
	for (; *text != '\0' && most > 0; most--) {
		size_t n = letter_length(text);
		if (!is_whole(text, n))
			fputc('?', out);
		else if (*text == '<' || *text == '>' || *text == '&' || *text == '"')
			fprintf(out, "&#%d;", *text);
		else
			fwrite(text, 1, n, out);
		text += n;
	}
}

void picture_svg_escape(FILE *out, const char *text)
{
	escape_some(out, text, 1 << 20);
}

int picture_svg_text(const Svg *svg, int x, int y, int font, const char *kind,
                     const char *text, int most)
{
	int n = letters(text), room = most * 10 / (font * 6);

	n = n < room ? n : room;
	if (n <= 0)
		return 0;
	int width = (n * font * 6 + 9) / 10;
	fprintf(svg->out,
	        "<text class=\"%s\" x=\"%d\" y=\"%d\" font-size=\"%d\" "
	        "textLength=\"%d\">",
	        kind, x, y, font, width);
	escape_some(svg->out, text, n);
	fputs("</text>\n", svg->out);
	return width;
}

void picture_svg_head(const Svg *svg, int height, const char *title)
{
	fprintf(svg->out,
	        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
	        "height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n<title>",
	        svg->width, height, svg->width, height);
	picture_svg_escape(svg->out, svg->run->program);
	fputs(": ", svg->out);
	picture_svg_escape(svg->out, title);
	fprintf(svg->out,
	        "</title>\n%s<rect class=\"ground\" width=\"%d\" height=\"%d\" "
	        "rx=\"6\"/>\n",
	        style, svg->width, height);
}

/* One entry: a sign of 16 pixels, drawn around its middle, and words. */
typedef struct Entry {
	bool is_there;
	const char *sign, *words;
} Entry;

static void draw_entry(const Svg *svg, const Entry *entry, int x, int y)
{
	fprintf(svg->out, "<g transform=\"translate(%d,%d)\">%s</g>\n", x, y,
	        entry->sign);
	picture_svg_text(svg, x + 22, y + 4, 11, "dim", entry->words, svg->width);
}

#define CIRCLE(kind) "<circle class=\"" kind "\" cx=\"8\" r=\"4\"/>"

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

/* The letters that stand for what is waited for. */
static void legend_keys(const Svg *svg, int *x, int *y)
{
	for (int i = 0; i < svg->n_keys; i++) {
		char words[96];
		snprintf(words, sizeof words, "%c waits: %s", 'a' + i,
		         svg->run->words[svg->keys[i]]);
		int at = next_entry(svg, x, y, picture_svg_width(11, words) + 20);
		picture_svg_text(svg, at, *y + 4, 11, "dim", words, svg->width);
	}
}

int picture_svg_legend(const Svg *svg, int y)
{
	const Entry entries[] = {
		{ true,
		  "<rect class=\"runs\" y=\"-6\" width=\"14\" height=\"12\" rx=\"3\"/>",
		  "runs" },
		{ svg->waits, "<path class=\"waits\" d=\"M0 0H16\"/>", "waits" },
		{ svg->woken, CIRCLE("ready"),
		  "made or woken, by what runs in this column" },
		{ svg->ready,
		  "<rect class=\"ready\" y=\"-3\" width=\"16\" height=\"6\"/>",
		  "ready, but has not run yet" },
		{ svg->ended, "<path class=\"end\" d=\"M8 -7V7\"/>", "ended" },
		{ svg->cancelled, "<path class=\"bad-end\" d=\"M4 -4l8 8m0 -8l-8 8\"/>",
		  "ended, cancelled" },
		{ svg->failed, "<path class=\"bad-end\" d=\"M8 -6V2M8 4V6\"/>",
		  "ended, failed" },
		{ svg->requests, "<circle class=\"cancel\" cx=\"8\" r=\"7\"/>",
		  "cancellation requests, where their number changes" },
		{ svg->callbacks, "<path class=\"loop\" d=\"M8 -6l6 6l-6 6l-6 -6z\"/>",
		  "callbacks" },
		{ svg->sources, CIRCLE("loop"), "from outside the loop" },
	};
	int x = svg->margin;

	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
		if (entries[i].is_there) {
			int width = 22 + picture_svg_width(11, entries[i].words) + 20;
			int at = next_entry(svg, &x, &y, width);
			draw_entry(svg, &entries[i], at, y);
		}
	}
	legend_keys(svg, &x, &y);
	return y + 20;
}
