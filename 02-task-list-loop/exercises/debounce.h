/* debounce.h - a function that is called when it has become quiet. */
#ifndef DEBOUNCE_H
#define DEBOUNCE_H

#include "events.h"

/* Lies in the caller's memory. The caller sets fn, arg and quiet; the handle is yours. */
typedef struct Debounce {
	void (*fn)(void *arg);
	void *arg;
	double quiet; /* seconds */
	Handle handle;
} Debounce;

int debounce(Loop *loop, Debounce *debounce);

#endif
