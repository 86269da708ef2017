/* picture_canvas.h - a sheet of characters. Only the pictures use this file. */
#ifndef ASYNCIO_PICTURE_CANVAS_H
#define ASYNCIO_PICTURE_CANVAS_H

#include "picture_letters.h"

#include <stdbool.h>
#include <stdio.h>

typedef enum Style { PLAIN, DIM, BOLD, GREEN, YELLOW, RED, CYAN } Style;

/* The signs of which a picture consists, for a terminal that has UTF-8, or not. */
typedef struct Signs {
	const char *runs, *held, *waits, *ready, *woken, *callback, *timer;
	const char *ended, *cancelled, *failed;
	const char *wire, *crossing, *slept, *moved, *cut, *to_right, *to_left, *rail;
} Signs;

typedef struct Glyph {
	char text[5]; /* one character; "": a blank */
	bool behind;  /* the second column of the character to the left */
	unsigned char style;
} Glyph;

typedef struct Canvas {
	int width, height;
	Glyph *glyphs;
	bool colour, utf8;
	const Signs *signs;
} Canvas;

/* Finds out how wide out is, and whether it has colours and UTF-8. */
void picture_look(Canvas *canvas, FILE *out);

/* Makes the sheet blank and so many lines high. Returns false if there is no memory. */
bool picture_clear(Canvas *canvas, int height);

/* Writes a character, or a text of at most most columns. Returns where it ends. What
 * is outside of the sheet is not written. */
void picture_put(Canvas *canvas, int x, int y, const char *sign, Style style);
int picture_write(Canvas *canvas, int x, int y, const char *text, int most, Style style);

/* The character at this place; "" is a blank. */
const char *picture_at(const Canvas *canvas, int x, int y);

/* Writes the sheet, without blanks at the ends of its lines. */
void picture_print(const Canvas *canvas, FILE *out);

#endif
