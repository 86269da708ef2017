/* player.c - the page that plays a run: player_page.html with the log in it. make turns
 * that file into the array player_page, which ends in a NUL. */
#include "pictures.h"

#include <string.h>

extern const unsigned char player_page[];

/* ==== Given: a run that is watched ==== */

/* Writes the log as it may stand in a script element, which ends at the first "</script".
 * \x3c is the log's own way to write a byte. */
static void write_log(const char *log, size_t length, FILE *out)
{
	const char *end = log + length, *angle;

	while ((angle = memchr(log, '<', (size_t)(end - log))) != NULL) {
		fwrite(log, 1, (size_t)(angle - log), out);
		fputs("\\x3c", out);
		log = angle + 1;
	}
	fwrite(log, 1, (size_t)(end - log), out);
}

void player_html(const char *log, size_t length, FILE *out)
{
	static const char here[] = "@LOG@";
	const char *page = (const char *)player_page, *mark = strstr(page, here);

	fwrite(page, 1, (size_t)(mark - page), out);
	write_log(log, length, out);
	fputs(mark + sizeof here - 1, out);
}
