/* idle.c - a handle that looks at the ready list when it is called. During a pass the
 * list has what is still to be called, then the end mark of the pass, then what has been
 * scheduled for the next one. If only the end mark is left, nothing else is ready. If
 * not, the handle goes to the end of the list, and looks again in the next pass.
 *
 * It costs a call in each pass as long as the loop is busy, and keeps the loop from
 * sleeping, which it does not want to do then anyway. But two idle handles take each
 * other for something to do, and neither is ever called. To have more than one, keep
 * them on a list of their own, and let one handle look for all of them. */
#include "idle.h"

static void idle_look(void *arg)
{
	Idle *idle = arg;
	Loop *loop = idle->loop;

	if (loop->ready.next == &loop->end && loop->end.next == &loop->ready)
		idle->fn(idle->arg);
	else
		loop_call_soon(loop, &idle->handle);
}

int call_idle(Loop *loop, Idle *idle)
{
	if (idle->handle.leave == NULL) {
		idle->loop = loop;
		idle->handle = (Handle)HANDLE(idle_look, idle);
	}
	return loop_call_soon(loop, &idle->handle);
}
