/* as_completed_shared.c - an iterator from which several tasks take, or whose array has
 * a future more than once. May be skipped at first. */
#include "as_completed_private.h"

/* ==== 4.3.7, may be skipped at first: futures given twice, and several takers ==== */

/* Marks each watch as repeated whose future an earlier watch has already. To see that
 * without comparing each with each, a watch whose future is new puts its handle at the
 * end of the callbacks of that future, even if it is done: a later watch of the same
 * future finds a handle of this run there, as the last one. All handles are taken back
 * at the end. A NULL is never repeated. */
void as_completed_find_repeated(AsCompletedRun *run, void (*watch_is_done)(void *watch))
{
	for (size_t i = 0; i < run->n; i++) {
		Watch *watch = &run->watches[i];
		if (watch->future == NULL)
			continue;
		Links *callbacks = &watch->future->callbacks;
		Handle *last = container_of(callbacks->prev, Handle, links);
		watch->repeated = !list_empty(callbacks) && last->fn == watch_is_done &&
		                  ((Watch *)last->arg)->run == run;
		if (!watch->repeated)
			handle_append(callbacks, &watch->done);
	}
	for (size_t i = 0; i < run->n; i++)
		handle_cancel(&run->watches[i].done);
}

/* Wakes the first task in the wait queue of news, and returns true. Returns false if the
 * queue is empty. One future is done, so one task is woken, the one that has waited
 * longest. If all were woken, the task that has taken the last one could take this one,
 * too. */
bool as_completed_wake_first(AsCompletedRun *run)
{
	Links *waiters = &run->news.callbacks;
	Handle *first = container_of(waiters->next, Handle, links);

	if (list_empty(waiters))
		return false;
	handle_cancel(first);
	loop_call_soon(run->news.loop, first);
	return true;
}
