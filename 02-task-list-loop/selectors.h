/* selectors.h - how a loop sleeps, and whether anything outside of the loop could still
 * wake it. */
#ifndef ASYNCIO_SELECTORS_H
#define ASYNCIO_SELECTORS_H

#include "list.h"

struct Loop;

/* What every kind of selector begins with. Where can_wake is NULL, nothing outside can
 * wake the loop; where close is NULL, there is nothing to close. */
typedef struct Selector {
	/* Sleeps until something outside happens, or until the deadline. Does not sleep
	 * if the deadline is -INFINITY; INFINITY is no deadline. Adds the handles of
	 * what has happened to the end of ready. */
	void (*select)(struct Selector *selector, double deadline, Links *ready);
	bool (*can_wake)(struct Selector *selector);
	void (*close)(struct Selector *selector);
} Selector;

/* Sets the selector of a new loop. The newest chapter that is linked has its own version
 * of this function. The loop closes the selector. Returns 0; or a negative errno, and
 * then the loop has no selector. */
int selector_default(struct Loop *loop);

#endif
