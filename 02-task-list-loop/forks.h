/* forks.h - what becomes of loops when a process forks: the child has copies of them, and
 * there they are closed. */
#ifndef ASYNCIO_FORKS_H
#define ASYNCIO_FORKS_H

#include "events.h"

/* Notes that this process has made the loop; and that the loop is being closed. */
void forks_watch(Loop *loop);
void forks_forget(Loop *loop);

/* events.c: the loop that runs now in this thread; NULL: none. */
extern _Thread_local Loop *loop_running;

#endif
