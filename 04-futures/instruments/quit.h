/* quit.h - SIGQUIT, in debug mode: the tasks are written to stderr. */
#ifndef ASYNCIO_QUIT_H
#define ASYNCIO_QUIT_H

#include "tasks.h"

/* One loop that is asked. */
typedef struct Quit {
	Loop *loop;
	int ends[2]; /* a pipe, which the handler of the signal writes to */
	int place;   /* among all loops of the process; negative: it has none */
	Handle reader;
} Quit;

/* From now on, when the process gets SIGQUIT, this loop writes its tasks to stderr as
 * soon as it can. A task that runs at that moment, in the thread that gets the signal, is
 * named at once. A program that handles or ignores SIGQUIT itself is left alone. If there
 * can be no pipe nothing is written. */
void quit_watch(Quit *quit, Loop *loop);

/* The loop is being closed. Without a loop that is asked SIGQUIT does again what it does
 * by default; and so it does in a child of fork that has no such loop of its own. */
void quit_unwatch(Quit *quit);

#endif
