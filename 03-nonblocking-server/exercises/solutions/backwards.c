/* backwards.c - the selector stays, and its function select is replaced by ours, which
 * calls the real one first. What was the end of the list then marks the place: each
 * handle behind it, from the first to the last, is taken out and put in right behind
 * that place.
 *
 * A selector of our own around the real one would be the cleaner way, and works in
 * chapter 2. In this chapter loop->selector is the beginning of an IoSelector, as which
 * io.c uses it, so what stands there must be the real one. The price is that one loop at
 * a time can be backwards: select is handed nothing in which we could find our own
 * data. */
#include "backwards.h"

#include <errno.h>

static Selector *selector;
static void (*real_select)(Selector *selector, double deadline, Links *ready);

static void select_backwards(Selector *selector, double deadline, Links *ready)
{
	Links *before = ready->prev, *next;

	real_select(selector, deadline, ready);
	for (Links *links = before->next; links != ready; links = next) {
		next = links->next;
		list_remove(links);
		list_append(before->next, links);
	}
}

int backwards_begin(Loop *loop)
{
	if (selector != NULL)
		return -EBUSY;
	selector = loop->selector;
	real_select = selector->select;
	selector->select = select_backwards;
	return 0;
}

void backwards_end(void)
{
	if (selector != NULL)
		selector->select = real_select;
	selector = NULL;
}
