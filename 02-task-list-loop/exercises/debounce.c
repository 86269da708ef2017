/* debounce.c - calls a function when nobody has asked for it for some time.
 *
 * An editor compiles when you stop typing, and a search field asks the server when you
 * have finished the word. Each key asks; only the last one of a burst counts. */
#include "debounce.h"

/* Has the loop call debounce->fn(debounce->arg) in debounce->quiet seconds, once. If that
 * was asked for before, and has not happened yet, the earlier time is forgotten. Fails as
 * loop_call_later does; the earlier time is forgotten then, too. */
int debounce(Loop *loop, Debounce *debounce)
{
	return 0;
}
