/* latch.c - a new kind of future: it is done when something has happened n times.
 *
 * A race begins when all eight horses are at the start. Each horse says so and waits for
 * the others; none of them knows how many there are. */
#include "latch.h"

#include <errno.h>

/* As it stands here, this kind is that of a future that anybody may set and cancel. */
static const FutureKind latch_kind = { "a latch", future_settle_cancelled, NULL, false,
	                               NULL };

/* Makes the latch a pending future of a kind of its own, for which n signs are still to
 * come. n is positive. Nothing is allocated, and references do not matter. Any number of
 * tasks may wait for it with future_wait(&latch->future). future_set_result and
 * future_set_error refuse it with -EINVAL, because a latch completes itself.
 *
 * To cancel the latch, or one of the tasks that wait for it, is not to cancel the race:
 * future_cancel(&latch->future) returns false, and the latch stays pending. So a task
 * that is cancelled while it waits gets the request when the latch is done. */
void latch_init(Latch *latch, Loop *loop, int n)
{
	future_init(&latch->future, loop, &latch_kind);
}

/* One sign has come. With the last one the future is done: it has no error, and its
 * value is NULL. Returns how many signs are still to come; or -EALREADY, if the last one
 * came before. */
int latch_count_down(Latch *latch)
{
	return 0;
}
