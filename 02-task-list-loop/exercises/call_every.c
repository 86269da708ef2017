/* call_every.c - has a loop call a function every so many seconds, without drifting.
 *
 * asyncio has no such call, and each project writes it for itself. Most write it so that
 * it drifts: they set the next timer for so many seconds after *now*, and now is always
 * a little late. After a day the calls are minutes late. */
#include "call_every.h"

#include <errno.h>

/* Has the loop call every->fn(every->arg) so many seconds from now, and again whenever so
 * many seconds have passed since the time for which the call before was set, however long
 * that call took. If calls have been missed because something blocked the loop, each one
 * of them is made. Fails as loop_call_later does, and with -EINVAL if the interval is not
 * greater than 0. The caller does not give it an Every that runs already: every_cancel
 * comes first. */
int call_every(Loop *loop, double interval, Every *every)
{
	return 0;
}

/* Ends it. every->fn may call it, too. */
void every_cancel(Every *every)
{
}
