/* trace_things.c - what a trace calls the things that it speaks of. They are numbered in
 * the order in which they appear. */
#include "trace.h"
#include "trace_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How often a name, or a kind, has been given: the second "count" is "count 2". */
typedef struct Name {
	struct Name *next;
	char text[TRACE_NAME - 12];
	unsigned long times;
} Name;

static Name *names[1024];

/* What everything is from then on if there is no memory: it is at no address. */
static Thing spare;
static bool has_no_memory;

/* ==== Given: a run that is watched ==== */

void trace_alias(const void *address, Thing *thing)
{
	if (thing == &spare || trace_place(address, thing))
		return;
	has_no_memory = true;
	trace_has_no_memory();
}

/* How often this text has been asked for, this time included. */
static unsigned long count_of(const char *text)
{
	size_t hash = 5381;
	Name *name;

	for (const char *c = text; *c != '\0'; c++)
		hash = hash * 33 + (unsigned char)*c;
	Name **place = &names[hash % (sizeof names / sizeof *names)];
	for (name = *place; name != NULL; name = name->next) {
		if (strncmp(name->text, text, sizeof name->text - 1) == 0)
			return ++name->times;
	}
	name = calloc(1, sizeof *name);
	if (name == NULL)
		return 1;
	snprintf(name->text, sizeof name->text, "%s", text);
	name->next = *place;
	*place = name;
	return name->times = 1;
}

/* A kind has numbers from its first one on, a name from its second; one with an article,
 * "a gather", has none. */
static void thing_name(Thing *thing, const char *name)
{
	char clean[TRACE_NAME - 12] = "";

	if (name != NULL)
		trace_escape(clean, sizeof clean, name, strlen(name));
	const char *base = clean[0] != '\0' ? clean : thing->kind;
	bool has_article = strncmp(base, "a ", 2) == 0 || strncmp(base, "the ", 4) == 0;
	unsigned long count = has_article ? 1 : count_of(base);
	if (base == clean && count == 1)
		snprintf(thing->name, sizeof thing->name, "%s", clean);
	else
		snprintf(thing->name, sizeof thing->name, "%s %lu", base, count);
	trace_log("thing", "%s\t%s\t%s%s%s", thing->id, thing->kind, thing->name,
	          thing->function == NULL ? "" : "\t",
	          thing->function == NULL ? "" : thing->function);
}

/* An ID is a letter and a number: t1, g1, c1; of what only futures and locks are, o1. */
static void thing_number(Thing *thing)
{
	static unsigned long numbers[128];
	const char *kind = thing->kind;
	char letter = strcmp(kind, "task") == 0        ? 't'
	              : strcmp(kind, "generator") == 0 ? 'g'
	              : strcmp(kind, "callback") == 0  ? 'c'
	              : strcmp(kind, "future") == 0    ? 'f'
	                                               : 'o';

	snprintf(thing->id, sizeof thing->id, "%c%lu", letter,
	         ++numbers[(unsigned char)letter]);
}

/* Nothing is told of it. */
static Thing *thing_spare(const char *kind)
{
	if (!has_no_memory)
		trace_has_no_memory();
	has_no_memory = true;
	spare = (Thing){ .kind = kind, .id = "-", .name = "-", .why = "-" };
	return &spare;
}

void trace_thing_is(Thing *thing, void *object, const ThingKind *does)
{
	if (thing == &spare)
		return;
	thing->object = object;
	thing->does = does;
}

Thing *trace_thing(const void *address, const char *kind, const char *name)
{
	return trace_thing_runs(address, kind, name, NULL);
}

Thing *trace_thing_runs(const void *address, const char *kind, const char *name,
                        const char *function)
{
	Thing *thing = trace_find(address);

	if (thing != NULL && strcmp(thing->kind, kind) == 0)
		return thing;
	thing = has_no_memory ? NULL : calloc(1, sizeof *thing);
	if (thing != NULL)
		trace_alias(address, thing);
	if (thing == NULL || thing->places == 0) {
		free(thing);
		return thing_spare(kind);
	}
	thing->kind = kind;
	thing->function = function;
	thing_number(thing);
	thing_name(thing, name);
	return thing;
}

void trace_rename(Thing *thing, const char *name)
{
	char clean[TRACE_NAME - 12] = "";

	trace_escape(clean, sizeof clean, name, strlen(name));
	size_t n = strlen(clean);
	bool same = strncmp(thing->name, clean, n) == 0;
	if (n == 0 || (same && (thing->name[n] == '\0' || thing->name[n] == ' ')))
		return;
	if (thing->seen)
		trace_did("%s is called %s from now on", thing->name, clean);
	thing_name(thing, name);
}

const char *trace_by(void)
{
	const Thing *thing = trace_runs();

	return thing == NULL ? "-" : thing->id;
}

const char *trace_by_name(void)
{
	const Thing *thing = trace_runs();

	return thing == NULL ? "main" : thing->name;
}

const char *trace_words(int error)
{
	return error == -ECANCELED ? "cancelled" : strerror(-error);
}
