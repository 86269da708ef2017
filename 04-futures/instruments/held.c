/* held.c - callbacks, and generators on the task list, that hold the loop.
 *
 * As in the trace, a handle hops along the ready list, and so is called before and after
 * each of the others. */
#include "held.h"
#include "instruments/trace_loop.h"
#include "machines/clock.h"
#include "report.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is known of a handle that runs something else for the program; or of a function
 * that has held a loop. */
typedef struct HeldNote {
	struct HeldNote *next; /* of those with the same hash */
	uintptr_t key;         /* the handle, or the function */
	void (*handle_fn)(void *arg); /* what the handle calls; has it changed? */
	void (*fn)(void *arg); /* the program's callback; NULL: it is a generator */
	Generator *generator;
	bool said;             /* it has held the loop, which has been said */
} HeldNote;

enum { HASHES = 1024 };

static HeldNote *notes[HASHES];
static void (*step)(void *task); /* what the handles of tasks call */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* ==== Given: what debug mode sees ==== */

static void lock_notes(void)
{
	pthread_mutex_lock(&lock);
}

static void unlock_notes(void)
{
	pthread_mutex_unlock(&lock);
}

/* Returns the note with this key, or a new one if adds is true; NULL: there is none, or
 * no memory. */
static HeldNote *note_at(uintptr_t key, bool adds)
{
	HeldNote **place = &notes[(key >> 4) * 2654435761u % HASHES];

	while (*place != NULL && (*place)->key != key)
		place = &(*place)->next;
	if (*place == NULL && adds && (*place = calloc(1, sizeof **place)) != NULL)
		(*place)->key = key;
	return *place;
}

void held_note(const Handle *handle, void (*fn)(void *), Generator *generator)
{
	lock_notes();
	HeldNote *note = note_at((uintptr_t)handle, true);
	if (note != NULL) {
		note->handle_fn = handle->fn;
		note->fn = fn;
		note->generator = generator;
		note->said = false;
	}
	unlock_notes();
}

void held_begin(void (*task_step)(void *task))
{
	step = task_step;
	pthread_atfork(lock_notes, unlock_notes, unlock_notes);
}

/* A name with an article, "a gather's callback", is the library's, and says what it
 * is. */
static void held_say(const HeldWatch *watch, double seconds)
{
	const char *name = watch->turns != NULL ? watch->name
	                                        : trace_function_name(watch->fn);
	const char *what = watch->turns != NULL ? "generator" : "callback";

	if (name == NULL)
		report_sentence("a %s held the loop for %.2f seconds", what, seconds);
	else if (strncmp(name, "a ", 2) == 0 || strncmp(name, "the ", 4) == 0)
		report_sentence("%s held the loop for %.2f seconds", name, seconds);
	else
		report_sentence("%s '%s' held the loop for %.2f seconds", what, name,
		                seconds);
}

/* What has run, if it was neither nothing nor a task, has held the loop for as long as
 * that. Is it news? */
static void held_looks_back(HeldWatch *watch)
{
	double seconds = watch->fn == NULL ? 0 : monotonic_time() - watch->since;

	if (seconds <= HELD_TOO_LONG)
		return;
	lock_notes();
	HeldNote *note = watch->turns;
	if (note == NULL)
		note = note_at((uintptr_t)watch->fn, true);
	bool said = note != NULL && note->said;
	if (note != NULL)
		note->said = true;
	unlock_notes();
	if (!said)
		held_say(watch, seconds);
}

/* Notes what runs next, because its handle may be gone afterwards. */
static void held_looks_at(HeldWatch *watch, const Handle *handle)
{
	watch->fn = handle->fn;
	watch->turns = NULL;
	lock_notes();
	HeldNote *note = note_at((uintptr_t)handle, false);
	if (note != NULL && note->handle_fn == handle->fn) {
		watch->turns = note->generator == NULL ? NULL : note;
		watch->fn = note->fn == NULL ? handle->fn : note->fn;
		snprintf(watch->name, sizeof watch->name, "%s",
		         generator_get_name(note->generator));
	}
	unlock_notes();
	watch->since = monotonic_time();
}

static void held_hops(void *arg)
{
	HeldWatch *watch = arg;
	Links *next = watch->loop->ready.next;

	held_looks_back(watch);
	watch->fn = NULL;
	while (next != &watch->loop->end &&
	       container_of(next, Handle, links)->fn == step)
		next = next->next;
	if (next == &watch->loop->end)
		return;
	if (next == watch->loop->ready.next) {
		held_looks_at(watch, container_of(next, Handle, links));
		next = next->next;
	}
	handle_append(next, &watch->hopper);
}

/* In front of what is ready. If nothing is, a selector that has put a handle there would
 * keep the virtual clock from its jump: then the hopper is a timer which has been due
 * for ever, and so comes before all the timers of this pass. */
void held_watch_pass(HeldWatch *watch, Loop *loop)
{
	if (tracing())
		return;
	handle_cancel(&watch->hopper);
	watch->hopper = (Handle)HANDLE(held_hops, watch);
	watch->loop = loop;
	watch->fn = NULL;
	if (!list_empty(&loop->ready)) {
		handle_append(loop->ready.next, &watch->hopper);
		return;
	}
	watch->hopper.when = -INFINITY;
	timers_add(loop, &watch->hopper);
}

void held_end(HeldWatch *watch)
{
	handle_cancel(&watch->hopper);
}
