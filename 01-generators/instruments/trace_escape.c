/* trace_escape.c - names and what is printed, as the trace and the log have them. */
#include "trace_private.h"

#include <stdio.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

/* How many of these bytes are one character in UTF-8; 0: they are none. What is written
 * in more bytes than it needs is no character, nor are the surrogates of UTF-16. */
static size_t character_of(const unsigned char *text, size_t n, unsigned long *code)
{
	static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = text[0];
	size_t length = first < 0x80   ? 1
	                : first < 0xc0 ? 0
	                : first < 0xe0 ? 2
	                : first < 0xf0 ? 3
	                : first < 0xf8 ? 4
	                               : 0;

	if (length == 0 || length > n)
		return 0;
	*code = length == 1 ? first : first & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (text[i] & 0x3f);
	}
	bool surrogate = *code >= 0xd800 && *code < 0xe000;
	return *code < least[length] || *code > 0x10ffff || surrogate ? 0 : length;
}

/* A terminal obeys these: control characters, and those that change the direction of
 * writing. U+FFFE and U+FFFF may not stand in XML. */
static bool is_obeyed(unsigned long code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) ||
	       (code >= 0x202a && code <= 0x202e) ||
	       (code >= 0x2066 && code <= 0x2069) || code == 0x2028 || code == 0x2029 ||
	       code == 0xfffe || code == 0xffff;
}

void trace_escape(char *to, size_t room, const char *from, size_t n)
{
	static const char plain[] = "\\\t\n\r", letters[] = "\\tnr";
	unsigned long code = 0;
	size_t used = 0;

	while (n > 0 && used + 5 < room) {
		const unsigned char *bytes = (const unsigned char *)from;
		const char *found = *from == '\0' ? NULL : strchr(plain, *from);
		size_t length = character_of(bytes, n, &code);
		if (used + length >= room)
			break;
		if (found != NULL) {
			used += (size_t)sprintf(to + used, "\\%c",
			                        letters[found - plain]);
		} else if (length == 0 || is_obeyed(code)) {
			length = 1;
			used += (size_t)sprintf(to + used, "\\x%02x", *bytes);
		} else {
			memcpy(to + used, from, length);
			used += length;
		}
		to[used] = '\0';
		from += length;
		n -= length;
	}
}
