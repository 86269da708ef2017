/* debounce.c - one handle is enough. To cancel a handle that is nowhere does nothing, so
 * it need not be known whether it is set. Without the cancel, the second call would be
 * refused with -EBUSY: a handle is in one place at most. */
#include "debounce.h"

int debounce(Loop *loop, Debounce *debounce)
{
	handle_cancel(&debounce->handle);
	debounce->handle = (Handle)HANDLE(debounce->fn, debounce->arg);
	return loop_call_later(loop, debounce->quiet, &debounce->handle);
}
