/* watched_loops.h - what debug mode knows of a loop: which futures of it there are,
 * and whether another thread has used it. */
#ifndef ASYNCIO_WATCHED_LOOPS_H
#define ASYNCIO_WATCHED_LOOPS_H

#include "tasks.h"

/* From now on this loop is watched, until it is closed. Called whenever something of it
 * is made. If another thread runs the loop at that moment that is reported, once. */
void loop_watch(Loop *loop);

/* The futures of a loop, which is watched from now on; NULL: it is closed, or there is no
 * memory. */
Links *loop_futures(Loop *loop);

/* Called once, before the first of the next two: a fork in one thread must not take from
 * another thread what they need. */
void made_begin(void);

/* Notes, among the futures of its loop, where a future was made that is no task, unless
 * that is known already. futures may be NULL. */
void future_note_made(Links *futures, Future *future, const char *file, int line);

/* Reports each of these futures, whose loop is being closed, and forgets it; in silence
 * unless speaks. */
void futures_report_left(Links *futures, bool speaks);

#endif
