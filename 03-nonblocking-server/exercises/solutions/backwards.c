/* backwards.c - the selector stays, and its function select is replaced by ours, which
 * calls the real one with an empty list, and then moves what was found to the ready
 * list, the last one first. Handing out the ready list itself and remembering its last
 * entry would not do: select may move that entry (io_wait_begin's handle wake becomes
 * ready "wherever it was before"), and then the place is lost.
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
	Links found;

	list_init(&found);
	real_select(selector, deadline, &found);
	while (!list_empty(&found)) {
		Links *last = found.prev;
		list_remove(last);
		list_append(ready, last);
	}
}

int backwards_begin(Loop *loop)
{
	if (loop->closed)
		return -ESHUTDOWN;
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
