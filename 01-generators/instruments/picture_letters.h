/* picture_letters.h - how wide a text is. Chinese characters and emoji take two columns
 * of a terminal, and marks above another letter take none. Only the pictures use this
 * file. */
#ifndef ASYNCIO_PICTURE_LETTERS_H
#define ASYNCIO_PICTURE_LETTERS_H

#include <stddef.h>

/* Call it before the others: libc knows the widths in a locale with UTF-8. The process
 * is the scribe, and not the program, whose locale stays as it is. */
void picture_letters_begin(void);

/* How many bytes the character has that begins here, in UTF-8. */
size_t picture_letter_length(const char *text);

/* How many columns it takes: 0, 1 or 2. */
int picture_letter_columns(const char *text);

/* How many columns a text takes. */
int picture_width(const char *text);

#endif
