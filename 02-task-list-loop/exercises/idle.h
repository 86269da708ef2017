/* idle.h - something to call when nothing else is ready. */
#ifndef IDLE_H
#define IDLE_H

#include "events.h"

/* Lies in the caller's memory, and begins zeroed but for fn and arg, which the caller
 * sets; the rest is yours. */
typedef struct Idle {
	void (*fn)(void *arg);
	void *arg;
	Handle handle;
	Loop *loop;
} Idle;

int call_idle(Loop *loop, Idle *idle);

#endif
