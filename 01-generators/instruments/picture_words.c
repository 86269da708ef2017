/* picture_words.c - what pictures say of a run in words. */
#include "picture_run.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

/* To a millisecond. A time that is meant never to come has none, and is too long for a
 * long long. */
static double rounded(double seconds)
{
	return seconds > -1e12 && seconds < 1e12
	               ? (double)(long long)(seconds * 1000 + 0.5) / 1000
	               : seconds;
}

void picture_time(const Run *run, const char *time, char *words, size_t room)
{
	if (strcmp(run->clock, "virtual") == 0)
		snprintf(words, room, "%s s", time);
	else
		snprintf(words, room, "%.10g s", rounded(strtod(time, NULL)));
}

void picture_note(const Run *run, int lane, char *note, size_t room)
{
	const Actor *actor = &run->actors[run->lanes[lane].actor];

	if (lane == 0 || actor->ending == ENDED)
		*note = '\0';
	else if (actor->ending != GOES_ON)
		snprintf(note, room, "%s", run->words[actor->status]);
	else if (actor->state == WAITS && actor->label != 0)
		snprintf(note, room, "still waits: %s", run->words[actor->label]);
	else if (actor->state == READY)
		snprintf(note, room, "still ready");
	else
		*note = '\0';
}

static int count_kind(const Run *run, const char *kind)
{
	int n = 0;

	for (int i = 1; i < run->n_actors; i++)
		n += run->actors[i].runs && strcmp(run->actors[i].kind, kind) == 0;
	return n;
}

/* Adds "3 tasks"; nothing if there are none. */
static void title_add(char *title, size_t room, int n, const char *one,
                      const char *ending)
{
	size_t length = strlen(title);

	if (n > 0)
		snprintf(title + length, room - length, "%s%d %s%s",
		         length > 0 ? ", " : "", n, one, n == 1 ? "" : ending);
}

void picture_title(const Run *run, char *title, size_t room)
{
	*title = '\0';
	title_add(title, room, count_kind(run, "task"), "task", "s");
	title_add(title, room, count_kind(run, "generator"), "generator", "s");
	title_add(title, room, run->only_callbacks ? run->n_running : 0, "callback",
	          "s");
	title_add(title, room, (int)run->n_passes, "pass", "es");
	if (strcmp(run->clock, "virtual") == 0)
		snprintf(title + strlen(title), room - strlen(title),
		         ", on the virtual clock");
}

/* Adds a sentence to others, which it is divided from by a newline. */
static char *next_sentence(char *words, size_t room, size_t *left)
{
	size_t n = strlen(words);

	if (n > 0 && n + 1 < room)
		words[n++] = '\n';
	words[n] = '\0';
	*left = room - n;
	return words + n;
}

/* Those that have run, but in nothing that is shown. */
static int count_unseen(const Run *run)
{
	int n = 0;

	for (int i = 1; i < run->n_actors; i++)
		n += run->actors[i].runs && run->actors[i].lane == -1 &&
		     picture_has_lane(run, i);
	return n;
}

static const char *lanes_are_called(const Run *run, int n)
{
	bool one = n == 1;

	if (run->only_callbacks)
		return one ? "callback" : "callbacks";
	return count_kind(run, "task") > 0 ? one ? "task" : "tasks"
	       : one                       ? "generator"
	                                   : "generators";
}

/* Which passes are drawn, if the environment has chosen some. */
static void say_window(const Run *run, char *words, size_t room)
{
	unsigned long from = run->from > 1 ? run->from : 1;
	unsigned long to = run->to < run->n_passes ? run->to : run->n_passes;

	if (run->is_part)
		snprintf(words, room,
		         "ASYNCIO_TRACE_FROM and _TO choose passes %lu to %lu of %lu.",
		         from, to, run->n_passes);
}

static void say_cut(const Run *run, char *words, size_t room)
{
	char from[60] = "";

	if (run->head == run->n_shown)
		return;
	const Slot *before = &run->slots[run->head - 1],
	           *after = &run->slots[run->head + 1];
	if (!run->is_part && before->pass < after->pass)
		snprintf(from, sizeof from, "; ASYNCIO_TRACE_FROM=%lu shows them",
		         before->pass);
	snprintf(words, room, "%ld turns are left out, of passes %lu to %lu%s.",
	         run->n_slots - (run->n_shown - 1), before->pass, after->pass, from);
}

static void say_lanes(const Run *run, char *words, size_t room)
{
	int n = (run->draws ? count_unseen(run) : 0) + run->n_hidden;

	if (n > 0)
		snprintf(words, room, "%d %s had no turn in what is drawn.", n,
		         lanes_are_called(run, n));
}

static void say_end(const Run *run, char *words, size_t room)
{
	if (strcmp(run->end, "finished") != 0)
		snprintf(words, room, "The run %s here.",
		         *run->end == '\0' ? "broke off" : run->end);
}

static void say_forks(const Run *run, char *words, size_t room)
{
	if (run->forks)
		snprintf(words, room, "Of child processes there is no picture.");
}

void picture_left_out(const Run *run, char *words, size_t room)
{
	void (*const say[])(const Run *, char *, size_t) = { say_window, say_cut,
		                                             say_lanes, say_end,
		                                             say_forks };
	size_t left = room;
	char *next = words;

	*words = '\0';
	for (size_t i = 0; i < sizeof say / sizeof *say; i++) {
		char sentence[160] = "";
		say[i](run, sentence, sizeof sentence);
		if (*sentence == '\0')
			continue;
		next = next_sentence(words, room, &left);
		snprintf(next, left, "%s", sentence);
	}
}

void picture_nothing(const Run *run, char *words, size_t room)
{
	char to[32] = "the end";

	if (run->to < ULONG_MAX)
		snprintf(to, sizeof to, "%lu", run->to);
	if (run->has_passes)
		snprintf(words, room,
		         "nothing is drawn: ASYNCIO_TRACE_FROM and _TO choose passes %lu "
		         "to %s, and there are %lu",
		         run->from, to, run->n_passes);
	else
		snprintf(words, room,
		         "there is nothing to draw: in this process no task and no "
		         "generator has run%s",
		         run->forks ? "; of its children there is no picture" : "");
}
