/* idle.h - something to call when nothing else is ready. */
#ifndef IDLE_H
#define IDLE_H

#include "events.h"

/* Lies in the caller's memory. The caller sets fn and arg; the rest is zeroed, and is
 * yours. */
typedef struct Idle {
	void (*fn)(void *arg);
	void *arg;
	Handle handle;
	Loop *loop;
} Idle;

int call_idle(Loop *loop, Idle *idle);

#endif
