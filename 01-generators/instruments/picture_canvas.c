/* picture_canvas.c - a sheet of characters, as wide as the terminal. */
#include "picture_canvas.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { NARROWEST = 80, WIDEST = 240 };

static const Signs signs_utf8 = { "█", "▒", "·", "━", "●", "◆",
	                          "◇", "┤", "✗", "!",
	                          "│", "┿", "┊", "║", "⋯", "▶", "◀",
	                          "─" };
static const Signs signs_ascii = { "#", "%", ".", "-", "o", "*", "@", "]", "x", "!",
	                           "|", "+", ":", ";", "~", ">", "<", "-" };

static const char *const codes[] = { "", "2", "1", "32", "33", "31", "36" };

/* ==== Given: a run that is watched ==== */

static bool locale_has_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value != NULL && *value != '\0')
			return strstr(value, "UTF-8") != NULL ||
			       strstr(value, "utf8") != NULL ||
			       strstr(value, "utf-8") != NULL;
	}
	return false;
}

static int columns_of(FILE *out)
{
	struct winsize size = { 0 };
	const char *columns = getenv("COLUMNS");
	int n = columns == NULL ? 0 : atoi(columns);

	if (n <= 0 && ioctl(fileno(out), TIOCGWINSZ, &size) == 0)
		n = size.ws_col;
	return n < NARROWEST ? NARROWEST : n > WIDEST ? WIDEST : n;
}

void picture_look(Canvas *canvas, FILE *out)
{
	const char *plain = getenv("NO_COLOR"), *terminal = getenv("TERM");

	canvas->width = columns_of(out);
	canvas->utf8 = locale_has_utf8();
	canvas->signs = canvas->utf8 ? &signs_utf8 : &signs_ascii;
	canvas->colour = isatty(fileno(out)) && (plain == NULL || *plain == '\0') &&
	                 terminal != NULL && strcmp(terminal, "dumb") != 0;
}

bool picture_clear(Canvas *canvas, int height)
{
	size_t n = (size_t)canvas->width * (size_t)height;
	Glyph *glyphs = realloc(canvas->glyphs, n * sizeof *glyphs);

	if (glyphs == NULL)
		return false;
	memset(glyphs, 0, n * sizeof *glyphs);
	canvas->glyphs = glyphs;
	canvas->height = height;
	return true;
}

void picture_put(Canvas *canvas, int x, int y, const char *sign, Style style)
{
	if (x < 0 || y < 0 || x >= canvas->width || y >= canvas->height)
		return;
	Glyph *glyph = &canvas->glyphs[y * canvas->width + x];
	size_t n = picture_letter_length(sign);

	*glyph = (Glyph){ .style = (unsigned char)style };
	memcpy(glyph->text, canvas->utf8 || n == 1 ? sign : "?", canvas->utf8 ? n : 1);
}

/* A wide character has two columns, if it is written as it is. A mark that takes no
 * column of its own, above another letter, is left out. */
int picture_write(Canvas *canvas, int x, int y, const char *text, int most, Style style)
{
	for (; *text != '\0'; text += picture_letter_length(text)) {
		int columns = picture_letter_columns(text);
		if (columns > most)
			break;
		if (columns > 0)
			picture_put(canvas, x, y, text, style);
		if (columns > 1)
			picture_put(canvas, x + 1, y, " ", style);
		if (columns > 1 && x >= 0 && x + 1 < canvas->width && y >= 0 &&
		    y < canvas->height)
			canvas->glyphs[y * canvas->width + x + 1].behind = canvas->utf8;
		most -= columns;
		x += columns;
	}
	return x;
}

const char *picture_at(const Canvas *canvas, int x, int y)
{
	if (x < 0 || y < 0 || x >= canvas->width || y >= canvas->height)
		return "";
	return canvas->glyphs[y * canvas->width + x].text;
}

static void line_print(const Canvas *canvas, int y, FILE *out)
{
	const Glyph *line = &canvas->glyphs[y * canvas->width];
	int end = canvas->width;
	unsigned char style = PLAIN;

	while (end > 0 && (*line[end - 1].text == '\0' || *line[end - 1].text == ' '))
		end--;
	for (int x = 0; x < end; x++) {
		if (canvas->colour && line[x].style != style)
			fprintf(out, "\033[0;%sm", codes[line[x].style]);
		style = line[x].style;
		if (!line[x].behind)
			fputs(*line[x].text == '\0' ? " " : line[x].text, out);
	}
	fputs(canvas->colour && style != PLAIN ? "\033[0m\n" : "\n", out);
}

void picture_print(const Canvas *canvas, FILE *out)
{
	for (int y = 0; y < canvas->height; y++)
		line_print(canvas, y, out);
}
