/* trace.h - what is told about a run while it runs, for ASYNCIO_TRACE and
 * ASYNCIO_TIMELINE. Every event is told twice: as a sentence for people, and as a line of
 * the log, from which pictures are made. See the end of the chapter's page.
 *
 * The library calls its own instruments only if tracer is not NULL. An instrument changes
 * nothing that it looks at. */
#ifndef ASYNCIO_TRACE_H
#define ASYNCIO_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct Generator;

/* ==== Given: a run that is watched ==== */

/* NULL: nothing is watched, and nothing else of this file is called. */
typedef struct Tracer Tracer;

extern const Tracer *tracer;

/* Is anything watched? Mostly not. */
static inline bool tracing(void)
{
	return __builtin_expect(tracer != NULL, 0);
}

/* The same, or is this not 0? Both are asked with one jump, where every instruction
 * counts. */
static inline bool tracing_or(uintptr_t other)
{
	return __builtin_expect(((uintptr_t)tracer | other) != 0, 0);
}

/* For chapter 1: generator_resume, and what is told before and after it. */
int trace_resume(struct Generator *g, void *sent, int thrown, void **value);

/* For what tells. All of it is called between trace_lock and trace_unlock. */

enum { TRACE_NAME = 64, TRACE_ID = 16, TRACE_WORDS = 128 };

/* Something that has a name: a task, a generator, a callback, a lock. It is found again
 * by its address, and is never named by it. */
typedef struct Thing {
	const char *kind;
	const char *function; /* of a task or a generator: what it runs; or NULL */
	unsigned places; /* addresses that it is known by */
	char id[TRACE_ID];     /* "t1" */
	char name[TRACE_NAME]; /* "count", "count 2"; escaped, as in the log */
	char owner[TRACE_ID];  /* of a timer: the ID of the task that it wakes; or "" */
	bool seen;             /* it has been on a ready list */
	bool over;             /* it has ended: the next one at this address is another */
	/* Why it is ready, if it is: */
	unsigned long ready_for; /* the pass; 0: it is not */
	const char *why;
	char by[TRACE_ID], by_name[TRACE_NAME], detail[TRACE_NAME];
	bool by_end; /* it is woken because what runs has ended */
	double late; /* of a timer: so many seconds */
	unsigned long cancelled; /* of a task: the step in which it was cancelled last */
	/* Why it will be ready if the reason is outside of the loop; NULL: not known. */
	const char *outside;
	char words[TRACE_NAME];
	const char *brings; /* what it makes ready is ready for this reason: "thread" */
	bool waits; /* a generator that waits for that, and does not only yield */
	unsigned long round; /* outside of a loop: the last one in which it was resumed */
	/* What may be reserved for it when it is woken, or NULL; and whether that, or a
	 * part of it, is reserved, which is asked about the object. */
	struct Thing *reserved;
	bool (*is_reserved)(const void *object);
	const void *reserved_object;
	struct Thing *waited;   /* what it has waited for last, if that has a name */
	/* Of the chapter that it comes from: */
	void *object;            /* NULL: it is a plain handle, which calls fn */
	void (*fn)(void *arg);
	const struct ThingKind *does;
} Thing;

/* What is asked of things of one kind; a function that is NULL is not needed. */
typedef struct ThingKind {
	const char *(*name)(void *object);  /* what it is called now */
	void (*begins)(void *object);       /* it is about to run */
	bool (*ended)(void *object);        /* it has run: tells if that was its end */
	void (*rests)(void *object);        /* if not, tells what became of it */
	const char *(*ready)(void *object); /* it is ready: why, "woken" */
} ThingKind;

void trace_lock(void);
void trace_unlock(void);

/* The thing of this kind at this address, which is made if there is none yet: it is named
 * name, the second one of that name "NAME 2"; or "KIND 1", "KIND 2" if name is "" or
 * NULL. A name that begins with an article is for all that have it: "a gather". Without
 * memory it is a thing at no address, and nothing more is told. */
Thing *trace_thing(const void *address, const char *kind, const char *name);

/* The same, of a task or a generator. function is the name of the function that it runs,
 * which lasts; or NULL. */
Thing *trace_thing_runs(const void *address, const char *kind, const char *name,
                        const char *function);

/* The thing is this object of the chapter that it comes from, and is asked by these
 * functions. Without memory it is forgotten. */
void trace_thing_is(Thing *thing, void *object, const ThingKind *does);

/* The thing at this address; NULL: there is none, or it has ended. And from now on a
 * thing is found at this address, too. */
Thing *trace_find(const void *address);
void trace_alias(const void *address, Thing *thing);

/* The thing that a generator is. */
Thing *trace_generator(struct Generator *g);

/* Gives a thing another name, and tells it if the thing has been spoken of; nothing if it
 * has that name already. */
void trace_rename(Thing *thing, const char *name);

/* The thing that runs in this thread: the innermost generator, or what the loop runs;
 * NULL: neither. */
Thing *trace_runs(void);
extern _Thread_local Thing *trace_running; /* what the loop runs */

/* The same as an ID for the log, and as a name. */
const char *trace_by(void);
const char *trace_by_name(void);

/* A line of the log: the verb and the fields, which the format separates with \t. */
void trace_log(const char *verb, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A sentence; and one about what runs has done, without its subject: "cancels count".
 * Before the second one trace_catch_up is called, unless it is NULL: it tells what runs
 * has made ready before, also in the log. So the sentence comes before its line of the
 * log. */
void trace_text(const char *format, ...) __attribute__((format(printf, 1, 2)));
void trace_did(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* How many of the second kind there were since the loop has begun to run what runs. */
extern _Thread_local unsigned trace_deeds;
extern void (*trace_catch_up)(void);

/* Does the trace go to a file of its own, and not to stderr, where reports go? */
bool trace_is_apart(void);

/* "cancelled", or what strerror says. */
const char *trace_words(int error);

/* How far the sentences about generators are indented: how many are inside each other. */
extern _Thread_local int trace_depth;

/* The number of the loop that runs in this thread; 0: none. */
extern _Thread_local unsigned trace_loop;

/* A pass begins: its sentences begin with this head, "pass 3   ", and its line of the log
 * has these fields besides the number. It is over: if it was like the one before, but for
 * these, it is only counted. */
void trace_pass_begins(unsigned long number, const char *head, const char *fields);
void trace_pass_ends(void);

/* Is this the first pass that is shown, and others before it were not? Then what is told
 * before trace_pass_begins is shown, too. */
bool trace_begins_with(unsigned long number);

/* Outside of a loop a generator is resumed. There it is a round that is compared with the
 * one before: a round ends when a generator is resumed for the second time in it. */
void trace_round(Thing *generator);

/* A list of things: their names, for a sentence, "WORDS a, b, c, and 5 more"; and the IDs
 * of a hundred, each with a tab in front. It is
 * empty when its sentence has been told. */
typedef struct TraceList {
	char names[1024], ids[100 * TRACE_ID];
	size_t n, names_length, ids_length;
} TraceList;

void trace_list_add(TraceList *list, const Thing *thing);
void trace_list_text(TraceList *list, const char *words);

#endif
