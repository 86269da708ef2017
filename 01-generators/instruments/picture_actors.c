/* picture_actors.c - the lines of a log, and the names in it. */
#include "picture_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

/* Ends each field of the line with a NUL, and has the line point to them. */
static void line_divide(Line *line)
{
	char *at = line->text;
	const char *fields[LINE_FIELDS + 2];
	int n = 0;

	while (at != NULL && n < LINE_FIELDS + 2) {
		fields[n++] = at;
		at = strchr(at, '\t');
		if (at != NULL)
			*at++ = '\0';
	}
	while (n < LINE_FIELDS + 2)
		fields[n++] = "";
	line->loop = (unsigned)strtoul(fields[0], NULL, 10) % MOST_LOOPS;
	line->verb = fields[1];
	memcpy(line->field, fields + 2, sizeof line->field);
}

bool picture_line(Line *line, const char **log, size_t *length)
{
	if (*length == 0)
		return false;
	const char *end = memchr(*log, '\n', *length);
	size_t n = end == NULL ? *length : (size_t)(end - *log);
	size_t kept = n < LINE_LENGTH - 1 ? n : LINE_LENGTH - 1;

	memcpy(line->text, *log, kept);
	line->text[kept] = '\0';
	n += end != NULL;
	*log += n;
	*length -= n;
	line_divide(line);
	return true;
}

/* Makes room for one more member of an array. Returns false if there is no memory. */
static bool grow(void **array, int n, int *room, size_t size)
{
	if (n < *room)
		return true;
	int more = *room == 0 ? 64 : 2 * *room;
	void *grown = realloc(*array, (size_t)more * size);
	if (grown == NULL)
		return false;
	*array = grown;
	*room = more;
	return true;
}

int picture_words(Run *run, const char *text)
{
	for (int i = run->n_words - 1; i >= 0 && i > run->n_words - 256; i--) {
		if (strncmp(run->words[i], text, sizeof *run->words - 1) == 0)
			return i;
	}
	void *words = run->words;
	if (!grow(&words, run->n_words, &run->room_words, sizeof *run->words)) {
		run->no_memory = true;
		return 0;
	}
	run->words = words;
	snprintf(run->words[run->n_words], sizeof *run->words, "%s", text);
	return run->n_words++;
}

static unsigned hash_of(const char *id)
{
	unsigned hash = 5381;

	while (*id != '\0')
		hash = hash * 33 + (unsigned char)*id++;
	return hash % 4096;
}

static int actor_new(Run *run, const char *id)
{
	void *actors = run->actors;

	if (!grow(&actors, run->n_actors, &run->room_actors, sizeof *run->actors)) {
		run->no_memory = true;
		return 0;
	}
	run->actors = actors;
	Actor *actor = &run->actors[run->n_actors];
	memset(actor, 0, sizeof *actor);
	snprintf(actor->id, sizeof actor->id, "%s", id);
	snprintf(actor->name, sizeof actor->name, "%s", id);
	actor->lane = -1;
	actor->next = run->buckets[hash_of(id)];
	run->buckets[hash_of(id)] = run->n_actors;
	return run->n_actors++;
}

int picture_actor(Run *run, const char *id)
{
	if (strcmp(id, "-") == 0 || *id == '\0')
		return 0;
	int i = run->buckets[hash_of(id)];
	while (i > 0 && strcmp(run->actors[i].id, id) != 0)
		i = run->actors[i].next;
	return i > 0 ? i : actor_new(run, id);
}

bool picture_has_lane(const Run *run, int actor)
{
	const Actor *a = &run->actors[actor];

	return actor != 0 && (run->only_callbacks || strcmp(a->kind, "task") == 0 ||
	                      strcmp(a->kind, "generator") == 0);
}

void picture_time(const Run *run, const char *time, char *words, size_t room)
{
	double seconds = strtod(time, NULL);
	double rounded = (double)(long long)(seconds * 1000 + 0.5) / 1000;

	if (strcmp(run->clock, "virtual") == 0)
		snprintf(words, room, "%s s", time);
	else
		snprintf(words, room, "%.10g s", rounded);
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

/* Adds a sentence to others. */
static char *next_sentence(char *words, size_t room, size_t *left)
{
	size_t n = strlen(words);

	if (n > 0 && n + 1 < room)
		words[n++] = ' ';
	words[n] = '\0';
	*left = room - n;
	return words + n;
}

void picture_left_out(const Run *run, char *words, size_t room)
{
	const Slot *slots = run->slots;
	size_t left = room;
	char *next = words;

	*words = '\0';
	if (run->head < run->n_shown)
		snprintf(next, left, "%ld turns are left out: passes %lu to %lu.",
		         run->n_slots - (run->n_shown - 1), slots[run->head - 1].pass,
		         slots[run->head + 1].pass);
	if (run->n_hidden > 0) {
		next = next_sentence(words, room, &left);
		snprintf(next, left, "%d more lane%s not drawn.", run->n_hidden,
		         run->n_hidden == 1 ? " is" : "s are");
	}
	if (strcmp(run->end, "finished") != 0) {
		next = next_sentence(words, room, &left);
		snprintf(next, left, "The run %s here.",
		         *run->end == '\0' ? "broke off" : run->end);
	}
}
