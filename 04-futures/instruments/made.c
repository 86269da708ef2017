/* made.c - where the futures of debug mode were made, and which of them exist. */
#include "report.h"
#include "watched_loops.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

/* Of a future that is no task. */
typedef struct Made {
	Links links; /* of those of its loop, in the order in which they were made */
	struct Made *next; /* of those with the same hash */
	const Future *future;
	const char *file;
	int line;
} Made;

enum { HASHES = 4096 };

static Made *made[HASHES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* ==== Given: what debug mode sees ==== */

static void lock_made(void)
{
	pthread_mutex_lock(&lock);
}

static void unlock_made(void)
{
	pthread_mutex_unlock(&lock);
}

void made_begin(void)
{
	pthread_atfork(lock_made, unlock_made, unlock_made);
}

/* Returns the place where the note about this future is, or where a new one belongs. */
static Made **made_place(const Future *future)
{
	Made **place = &made[((uintptr_t)future >> 4) * 2654435761u % HASHES];

	while (*place != NULL && (*place)->future != future)
		place = &(*place)->next;
	return place;
}

static void made_drop(Made **place)
{
	Made *gone = *place;

	*place = gone->next;
	list_remove(&gone->links);
	free(gone);
}

/* A future that is returned once more was made where it was returned first. */
void future_note_made(Links *futures, Future *future, const char *file, int line)
{
	lock_made();
	Made **place = made_place(future);
	Made *note = futures == NULL || *place != NULL ? NULL : malloc(sizeof *note);
	if (note != NULL) {
		*note = (Made){ .future = future, .file = file, .line = line };
		list_append(futures, &note->links);
		*place = note;
	}
	unlock_made();
}

void debug_forget_made(Future *future)
{
	lock_made();
	Made **place = made_place(future);
	if (*place != NULL)
		made_drop(place);
	unlock_made();
}

void futures_report_left(Links *futures, bool speaks)
{
	lock_made();
	while (!list_empty(futures)) {
		const Made *left = container_of(futures->next, Made, links);
		if (speaks)
			report_sentence(
				"%s made in %s:%d still exists when its loop is closed",
				left->future->kind->what, left->file, left->line);
		made_drop(made_place(left->future));
	}
	unlock_made();
}
