/* latch.c - a kind of future is a struct that begins with a Future, and a FutureKind that
 * says in what it differs. This one differs in what a cancellation does. It has no
 * function free, because its memory is the caller's. future_set_result would refuse it,
 * because it completes itself, so it is future_settle that completes it.
 *
 * What does a task get that is cancelled while it waits? If future_cancel returns
 * false, task_cancel leaves the request with the task (must_cancel), and it is
 * delivered when the task continues, which is when the latch is done. An Event of
 * Python cancels the wait at once. For that each waiting task needs a future of its
 * own, and the event keeps a list of them: chapter 6 makes it so. */
#include "latch.h"

#include <errno.h>

static bool stays(Future *future)
{
	return false;
}

static const FutureKind latch_kind = { "a latch", stays, NULL, true, NULL };

void latch_init(Latch *latch, Loop *loop, int n)
{
	future_init(&latch->future, loop, &latch_kind);
	latch->left = n;
}

int latch_count_down(Latch *latch)
{
	if (latch->left == 0)
		return -EALREADY;
	if (--latch->left == 0)
		future_settle(&latch->future, FUTURE_FINISHED, 0, NULL);
	return latch->left;
}
