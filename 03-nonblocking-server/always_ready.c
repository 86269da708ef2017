/* always_ready.c - files can always be read from and written to, and poll says so. epoll
 * and kqueue do not: so the watches of files are on a list, and are ready in each
 * pass. */
#include "io_selector.h"

/* ==== 3.2.7, may be skipped at first: files, which epoll refuses ==== */

/* Puts the watch on the list always of its selector, or takes it out. Does nothing if it
 * is there (or is not there) already: watch->always says which. */
void watch_set_always(Watch *watch, bool always)
{
	if (always && !watch->always)
		list_append(&watch->selector->always, &watch->links);
	if (!always && watch->always)
		list_remove(&watch->links);
	watch->always = always;
}

/* Walks over the list. A watch for which nothing waits any more is updated, and that
 * takes it off the list. Of each other one, the directions for which something waits are
 * ready (io_ready). */
void io_ready_always(IoSelector *selector, Links *ready)
{
	Links *next;

	for (Links *links = selector->always.next; links != &selector->always;
	     links = next) {
		Watch *watch = container_of(links, Watch, links);
		next = links->next;
		if (watch_interest(watch) == 0)
			watch_update(watch);
		else
			io_ready(watch, watch_interest(watch), ready);
	}
}
