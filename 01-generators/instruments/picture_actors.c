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
	return hash % 65536;
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
