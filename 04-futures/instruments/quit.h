/* quit.h - SIGQUIT, in debug mode: the tasks are written to stderr. */
#ifndef ASYNCIO_QUIT_H
#define ASYNCIO_QUIT_H

#include "tasks.h"

/* From now on, when the process gets SIGQUIT, this loop writes its tasks to stderr as
 * soon as it can. A task that runs at that moment, in the thread that gets the signal, is
 * named at once. A program that handles or ignores SIGQUIT itself is left alone. If there
 * can be no pipe, or no memory, nothing is written. When no such loop is left, SIGQUIT
 * does again what it does by default; and so it does in a child of fork that has no such
 * loop of its own. Called once for a loop. */
void quit_watch(Loop *loop);

#endif
