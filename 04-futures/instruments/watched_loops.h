/* watched_loops.h - what debug mode knows of a loop: which futures of it there are,
 * whether another thread has used it, and how it is asked for its tasks. */
#ifndef ASYNCIO_WATCHED_LOOPS_H
#define ASYNCIO_WATCHED_LOOPS_H

#include "tasks.h"

/* From now on this loop is watched, until it is closed. Called whenever something of it
 * is made. If another thread runs the loop at that moment that is reported, once. */
void loop_watch(Loop *loop);

/* Memory for a future, which is found when its loop is closed if it still exists then.
 * NULL: there is none. And gives it back. */
Future *watched_future_new(void);
void watched_future_free(Future *future);

/* Notes where a future was made, if it is one of those. Its loop is watched from then
 * on. */
void future_note_made(Future *future, const char *file, int line);

#endif
