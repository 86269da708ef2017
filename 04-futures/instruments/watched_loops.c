/* watched_loops.c - what debug mode knows of a loop: which futures of it there are,
 * whether another thread has used it, and how it is asked for its tasks. */
#include "watched_loops.h"
#include "quit.h"
#include "reports.h"
#include "selectors.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct WatchedLoop {
	Loop *loop;
	Links futures; /* of loop_create_future: those that exist */
	Handle closing;
	bool closes;  /* its tasks have been closed */
	bool foreign; /* a use by another thread has been reported */
	void (*select)(Selector *selector, double deadline, Links *ready);
	Quit quit;
} WatchedLoop;

/* It lies before a future of loop_create_future. */
typedef struct WatchedFuture {
	_Alignas(16) Links links; /* zero: on no list */
	const char *made_in;
	int made_at;
} WatchedFuture;

/* ==== Given: what debug mode sees ==== */

static void loop_report_foreign(WatchedLoop *watched)
{
	if (!watched->foreign)
		fprintf(stderr,
		        "another thread has used a loop, which is not safe and does not "
		        "wake it: see loop_call_soon_threadsafe\n");
	watched->foreign = true;
}

/* The loop is asleep in here, so its own thread schedules nothing. The selector puts what
 * is ready on another list. What lies on the loop's own list afterwards, or among its
 * timers, comes from another thread. */
static void watching_select(Selector *selector, double deadline, Links *ready)
{
	Loop *loop = container_of(ready, Loop, ready);
	WatchedLoop *watched = loop->watched;
	unsigned long order = loop->order;
	Links mine;

	if (!list_empty(ready)) {
		watched->select(selector, deadline, ready);
		return;
	}
	list_init(&mine);
	watched->select(selector, deadline, &mine);
	if (!list_empty(ready) || loop->order != order)
		loop_report_foreign(watched);
	while (!list_empty(&mine)) {
		Links *first = mine.next;
		list_remove(first);
		list_append(ready, first);
	}
}

/* Those that still exist when all tasks have been closed. In a child of fork they are the
 * parent's. */
static void futures_report(WatchedLoop *watched)
{
	while (!list_empty(&watched->futures)) {
		WatchedFuture *future = container_of(watched->futures.next, WatchedFuture,
		                                     links);
		list_remove(&future->links);
		future->links.next = NULL;
		if (!watched->loop->inherited)
			fprintf(stderr,
			        "a future that was made in %s:%d still exists when its "
			        "loop is closed\n",
			        future->made_in, future->made_at);
	}
}

/* The first time it goes to the end of the list, behind all tasks and what belongs to
 * them. */
static void watched_close(void *arg)
{
	WatchedLoop *watched = arg;
	Loop *loop = watched->loop;

	if (!watched->closes) {
		watched->closes = true;
		handle_append(&loop->closing, &watched->closing);
		return;
	}
	futures_report(watched);
	quit_unwatch(&watched->quit);
	loop->selector->select = watched->select;
	loop->watched = NULL;
	free(watched);
}

void loop_watch(Loop *loop)
{
	if (loop->watched != NULL && loop->runs && asyncio_get_running_loop() != loop)
		loop_report_foreign(loop->watched);
	if (loop->watched != NULL || loop->closed)
		return;
	WatchedLoop *watched = calloc(1, sizeof *watched);
	if (watched == NULL)
		return;
	watched->loop = loop;
	list_init(&watched->futures);
	watched->closing = (Handle)HANDLE(watched_close, watched);
	watched->select = loop->selector->select;
	handle_append(&loop->closing, &watched->closing);
	loop->selector->select = watching_select;
	loop->watched = watched;
	quit_watch(&watched->quit, loop);
}

Future *watched_future_new(void)
{
	WatchedFuture *watched = calloc(1, sizeof *watched + sizeof(Future));

	return watched == NULL ? NULL : (Future *)(void *)(watched + 1);
}

void watched_future_free(Future *future)
{
	WatchedFuture *watched = (WatchedFuture *)(void *)future - 1;

	if (watched->links.next != NULL)
		list_remove(&watched->links);
	free(watched);
}

/* All plain futures are watched ones, and no others. */
void future_note_made(Future *future, const char *file, int line)
{
	if (future->kind->report != &plain_words)
		return;
	WatchedFuture *watched = (WatchedFuture *)(void *)future - 1;
	loop_watch(future->loop);
	if (future->loop->watched == NULL || watched->links.next != NULL)
		return;
	watched->made_in = file;
	watched->made_at = line;
	list_append(&future->loop->watched->futures, &watched->links);
}
