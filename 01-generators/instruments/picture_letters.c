/* picture_letters.c - how wide a text is. */
#include "picture_letters.h"

#include <locale.h>
#include <wchar.h>

/* ==== Given: a run that is watched ==== */

void picture_letters_begin(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		setlocale(LC_CTYPE, "");
}

/* What goes on is 10xxxxxx. */
size_t picture_letter_length(const char *text)
{
	size_t n = 1;

	while (n < 4 && ((unsigned char)text[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* A character that libc does not know is one column wide. */
int picture_letter_columns(const char *text)
{
	size_t n = picture_letter_length(text);
	unsigned long code = (unsigned char)text[0];

	if (n == 1)
		return 1;
	code &= 0x7Fu >> n;
	for (size_t i = 1; i < n; i++)
		code = code << 6 | (text[i] & 0x3F);
	int columns = code == 0 ? -1 : wcwidth((wchar_t)code);
	return columns < 0 ? 1 : columns;
}

int picture_width(const char *text)
{
	int n = 0;

	for (; *text != '\0'; text += picture_letter_length(text))
		n += picture_letter_columns(text);
	return n;
}
