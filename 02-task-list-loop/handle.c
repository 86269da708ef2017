/* handle.c - how something to call leaves the place where it waits. */
#include "events.h"

/* ==== 2.2.1: a list, and the handles on it ==== */

/* Takes the handle off its list. This is how a handle on a list leaves. */
void handle_leave(Handle *handle)
{
	list_remove(&handle->links);
}

/* Has the handle leave the place where it is, by calling its leave, and notes that it is
 * nowhere now. A handle that is nowhere stays as it is. */
void handle_cancel(Handle *handle)
{
	if (handle->leave != NULL)
		handle->leave(handle);
	handle->leave = NULL;
}
