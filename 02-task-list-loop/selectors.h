/* selectors.h - how a loop sleeps, and whether anything outside of it could still wake
 * it. */
#ifndef ASYNCIO_SELECTORS_H
#define ASYNCIO_SELECTORS_H

#include "list.h"

struct Loop;

/* What every kind of selector begins with. A function that is NULL is not needed. */
typedef struct Selector {
	/* Sleeps until something outside happens, or until the deadline: -INFINITY, not
	 * at all; INFINITY, none. Appends the handles of what has happened to ready. */
	void (*select)(struct Selector *selector, double deadline, Links *ready);
	bool (*can_wake)(struct Selector *selector);
	void (*close)(struct Selector *selector);
} Selector;

/* Gives a new loop its selector, as the newest chapter that is linked has it; the loop
 * closes it. 0, or a negative errno, and then the loop has none. */
int selector_default(struct Loop *loop);

#endif
