/* selector_default.c - a new loop has a selector that knows descriptors. This file takes
 * the place of the one of this name in chapter 2. */
#include "io_selector.h"

/* ==== 3.2.1: a loop sleeps in poll ==== */

/* Gives the loop the selector that selector_chosen makes. */
int selector_default(Loop *loop)
{
	return selector_chosen(&loop->selector);
}
