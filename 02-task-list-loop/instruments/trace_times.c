/* trace_times.c - since when a trace watches a loop, and how it writes times. */
#include "trace_lists.h"
#include "virtual_clock.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

/* The watch of a loop; NULL: there is no memory. */
LoopTrace *trace_loop_of(Loop *loop)
{
	Thing *thing = trace_thing(loop, "loop", NULL);
	static unsigned loops;

	if (thing->object == NULL) {
		LoopTrace *made = calloc(1, sizeof *made);
		if (made == NULL)
			return NULL;
		trace_thing_is(thing, made, NULL);
		if (thing->object == NULL) {
			free(made);
			return NULL;
		}
		made->number = ++loops;
		made->rested = made->began = loop->selector == NULL ? 0 : loop_time(loop);
		if (loop->jumps)
			made->began = 0;
	}
	return thing->object;
}

/* With a point, whatever the program's locale has. */
static void put_seconds(char *to, size_t room, const char *format, double seconds)
{
	const char *point = localeconv()->decimal_point;
	int n = snprintf(to, room, format, seconds);
	char *found = strstr(to, point);

	if (found == NULL || strcmp(point, ".") == 0)
		return;
	char *rest = found + strlen(point);
	*found = '.';
	memmove(found + 1, rest, (size_t)(to + n + 1 - rest));
}

/* Has a time so many decimals as a real clock needs? On the virtual clock it is what a
 * program has asked for; and a time that is meant never to come has too many digits:
 * 1e+25 is enough. */
static bool has_decimals(double seconds)
{
	return !clock_is_virtual() && fabs(seconds) < 1e15;
}

const char *trace_number(double seconds)
{
	static char words[TRACE_NUMBER];

	put_seconds(words, sizeof words, has_decimals(seconds) ? "%.6f" : "%.9g",
	            seconds);
	return words;
}

/* One of four, so that a sentence may have more than one time. */
const char *trace_seconds(double seconds)
{
	static char words[4][TRACE_NUMBER];
	static int next;
	char *to = words[next = (next + 1) % 4];

	if (seconds == INFINITY)
		return "for ever";
	put_seconds(to, sizeof *words, has_decimals(seconds) ? "%.3f s" : "%.9g s",
	            seconds);
	return to;
}
