/* picture_svg_text.c - an SVG of a run: its words, and its styles. */
#include "picture_letters.h"
#include "picture_svg.h"

#include <string.h>

static const char style[] =
	"<style>\n"
	"svg{--ground:#fff;--text:#1f2328;--dim:#656d76;--band:#f3f5f7;--runs:#2da44e;"
	"--waits:#8c959f;--ready:#e3a008;--cancel:#cf222e;--loop:#0969da;--wire:#8250df;"
	"--held:#b35900;\n"
	"font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace}\n"
	"@media (prefers-color-scheme:dark){svg{--ground:#0d1117;--text:#e6edf3;"
	"--dim:#9198a1;--band:#161b22;--runs:#3fb950;--waits:#6e7681;--ready:#d29922;"
	"--cancel:#f85149;--loop:#2f81f7;--wire:#a371f7;--held:#d4731a}}\n"
	"text{fill:var(--text)}.dim{fill:var(--dim)}.bad{fill:var(--cancel)}"
	".name,.title{font-weight:600}.on{fill:#fff;font-weight:600}\n"
	".ground{fill:var(--ground)}.band{fill:var(--band)}.runs{fill:var(--runs)}"
	".ready{fill:var(--ready)}.loop{fill:var(--loop)}.cancel{fill:var(--cancel)}"
	".back{fill:var(--loop)}\n"
	".waits{stroke:var(--waits);stroke-width:2;stroke-linecap:round;"
	"stroke-dasharray:.1 5}.over{stroke:transparent;stroke-width:12;fill:none}\n"
	".wire{stroke:var(--wire);stroke-width:1.2;fill:none}"
	".slept{stroke:var(--dim);stroke-dasharray:2 3}"
	".pass{stroke:var(--dim);opacity:.3}"
	".moved{stroke:var(--held);fill:none}.held{fill:var(--held)}"
	".timer{fill:var(--ground);stroke:var(--loop);stroke-width:1.6}"
	".cut{stroke:var(--dim);stroke-width:2;stroke-dasharray:4 4;fill:none}"
	".end{stroke:var(--runs);stroke-width:3}.bad-end{stroke:var(--cancel);"
	"stroke-width:2.5;fill:none}\n"
	"g:hover>*{filter:brightness(1.2)}\n"
	"</style>\n";

/* ==== Given: a run that is watched ==== */

int picture_svg_width(int font, const char *text)
{
	return (picture_width(text) * font * 6 + 9) / 10;
}

/* Are these n bytes one character that may stand in XML? No control character, no code
 * that is written longer than it need be, no half of a pair, and none beyond the last
 * one. */
static bool is_whole(const char *text, size_t n)
{
	static const unsigned long least[] = { 0, 0x20, 0x80, 0x800, 0x10000 };
	unsigned char first = (unsigned char)text[0];
	size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
	unsigned long code = n == 1 ? first : first & (0x7Fu >> n);

	if (n != length || (first >= 0x80 && first < 0xC0) || first >= 0xF8)
		return false;
	for (size_t i = 1; i < n; i++)
		code = code << 6 | (text[i] & 0x3F);
	return code >= least[n] && code != 0x7F && (code < 0xD800 || code > 0xDFFF) &&
	       code != 0xFFFE && code != 0xFFFF && code <= 0x10FFFF;
}

/* So many bytes of the text take at most this many columns. */
static size_t beginning_of(const char *text, int most, int *columns)
{
	const char *end = text;

	*columns = 0;
	while (*end != '\0' && *columns + picture_letter_columns(end) <= most) {
		*columns += picture_letter_columns(end);
		end += picture_letter_length(end);
	}
	return (size_t)(end - text);
}

static void escape_some(FILE *out, const char *text, size_t bytes)
{
	for (const char *end = text + bytes; text < end;) {
		size_t n = picture_letter_length(text);
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
	escape_some(out, text, strlen(text));
}

int picture_svg_text(const Svg *svg, int x, int y, int font, const char *kind,
                     const char *text, int most)
{
	int n;
	size_t bytes = beginning_of(text, most * 10 / (font * 6), &n);

	if (n <= 0)
		return 0;
	int width = (n * font * 6 + 9) / 10;
	fprintf(svg->out,
	        "<text class=\"%s\" x=\"%d\" y=\"%d\" font-size=\"%d\" "
	        "textLength=\"%d\">",
	        kind, x, y, font, width);
	escape_some(svg->out, text, bytes);
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
