/* forks.h - what becomes of loops when a process forks: the child has copies of them,
 * and in the child these are closed. */
#ifndef ASYNCIO_FORKS_H
#define ASYNCIO_FORKS_H

#include "events.h"

/* Notes that this process has made the loop; and that the loop is being closed: then it
 * is no longer among the loops that a fork closes. */
void forks_watch(Loop *loop);
void forks_forget(Loop *loop);

/* The loop that runs now in this thread; NULL if none does. */
extern _Thread_local Loop *loop_running;

#endif
