/* held.h - callbacks, and generators on the task list, that hold the loop. */
#ifndef ASYNCIO_HELD_H
#define ASYNCIO_HELD_H

#include "tasks.h"

enum { HELD_NAME = 64 };

/* Seconds of the machine's time: what runs for longer is reported. */
#define HELD_TOO_LONG 0.1

/* Watches the passes of one loop. It begins zeroed. */
typedef struct HeldWatch {
	Handle hopper; /* on the ready list, in front of what runs next */
	Loop *loop;
	/* What runs; fn is NULL if nothing does, or a task, which is watched
	 * elsewhere. */
	void (*fn)(void *arg);
	struct HeldNote *turns;  /* of a generator; NULL: a callback runs */
	char name[HELD_NAME];    /* of the generator, which may be gone afterwards */
	double since;            /* when it began, by the machine's clock */
} HeldWatch;

/* Called once in a process. The handles of tasks, which call task_step, are left
 * alone. */
void held_begin(void (*task_step)(void *task));

/* Notes that this handle of the library gives the generator its turns, or else calls fn,
 * the program's. */
void held_note(const Handle *handle, void (*fn)(void *), Generator *generator);

/* Called after the selector of the loop has looked, and so before each pass. If a
 * callback or a generator runs in this pass for more than 100 ms of the machine's time,
 * a line on stderr names it: once each generator, and once each function. Does nothing
 * while there is a trace, which says the same. */
void held_watch_pass(HeldWatch *watch, Loop *loop);

/* The loop is being closed. */
void held_end(HeldWatch *watch);

#endif
