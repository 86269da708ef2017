/* watched_loops.c - what debug mode knows of a loop: which futures of it there are,
 * and whether another thread has used it. */
#include "watched_loops.h"
#include "held.h"
#include "report.h"
#include "selectors.h"

#include <stdlib.h>

typedef struct WatchedLoop {
	Loop *loop;
	Links futures; /* those that exist, except tasks: see made.c */
	Handle closing;
	bool closes;  /* its tasks have been closed */
	bool foreign; /* a use by another thread has been reported */
	HeldWatch held;
	void (*select)(Selector *selector, double deadline, Links *ready);
} WatchedLoop;

/* ==== Given: what debug mode sees ==== */

static void loop_report_foreign(WatchedLoop *watched)
{
	if (!watched->foreign)
		report_sentence(
			"another thread has used a loop, which is not safe and does not "
			"wake it: see loop_call_soon_threadsafe");
	watched->foreign = true;
}

/* The loop is asleep in here, so its own thread schedules nothing. The selector puts what
 * is ready on another list. What lies on the loop's own list afterwards, or among its
 * timers, comes from another thread. */
static void watched_sleep(WatchedLoop *watched, Selector *selector, double deadline)
{
	Loop *loop = watched->loop;
	Links *ready = &loop->ready;
	uint64_t order = loop->order;
	Links mine;

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

/* Stands in the place of the selector's own function. */
static void watching_select(Selector *selector, double deadline, Links *ready)
{
	Loop *loop = container_of(ready, Loop, ready);
	WatchedLoop *watched = loop->watched;

	if (list_empty(ready))
		watched_sleep(watched, selector, deadline);
	else
		watched->select(selector, deadline, ready);
	held_watch_pass(&watched->held, loop);
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
	futures_report_left(&watched->futures, !loop->inherited);
	held_end(&watched->held);
	loop->selector->select = watched->select;
	loop->watched = NULL;
	free(watched);
}

void loop_watch(Loop *loop)
{
	if (loop->watched != NULL && loop->runs && asyncio_get_running_loop() != loop)
		loop_report_foreign(loop->watched);
	if (loop->watched != NULL || loop->closed || loop->selector == NULL)
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
}

Links *loop_futures(Loop *loop)
{
	WatchedLoop *watched;

	loop_watch(loop);
	watched = loop->watched;
	return watched == NULL ? NULL : &watched->futures;
}
