/* call_every.h - a function that a loop calls again and again. */
#ifndef CALL_EVERY_H
#define CALL_EVERY_H

#include "events.h"

/* Lies in the caller's memory. The caller sets fn and arg; the rest is call_every's. */
typedef struct Every {
	void (*fn)(void *arg);
	void *arg;
	Handle handle;
	Loop *loop;
	double interval;
} Every;

int call_every(Loop *loop, double interval, Every *every);
void every_cancel(Every *every);

#endif
