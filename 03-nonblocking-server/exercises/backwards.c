/* backwards.c - lets a loop find the descriptors that are ready in the reverse order.
 *
 * In which order a selector finds what is ready at the same time is not promised. A
 * program that depends on it works for years, and fails on another system. So run its
 * tests both ways. */
#include "backwards.h"

/* From now on, whatever the loop's selector adds to the ready list in one call of select
 * is there in the reverse order, even what was on the list before and is added anew
 * (io_wait_begin: wake). What else was on the list before stays where it is, in front
 * of that. Everything else is as it was. Returns 0; -ESHUTDOWN if the loop is closed
 * (then it has no selector any more); or -EBUSY if a loop is backwards already. */
int backwards_begin(Loop *loop)
{
	return 0;
}

/* The loop that is backwards is an ordinary one again; it is not closed yet. If there is
 * none, does nothing. */
void backwards_end(void)
{
}
