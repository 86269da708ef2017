/* timers.c - a skew heap: a binary tree where each handle is due before those below it.
 * There is one operation, to meld two trees; all others are made of it. slot is the
 * pointer that points to a handle: its parent's, or the loop's. */
#include "events.h"

#include <errno.h>

/* A clock ticks in steps: what is due within one is due. */
static const double CLOCK_RESOLUTION = 1e-9;

/* ==== Step 2.3: later ==== */

static bool is_before(const Handle *a, const Handle *b)
{
	return a->when < b->when || (a->when == b->when && a->order < b->order);
}

static void put(Handle **slot, Handle *tree)
{
	*slot = tree;
	if (tree != NULL)
		tree->slot = slot;
}

/* Makes one tree of two, in slot. The earlier one is the root; what was right of it melds
 * with the other one and goes to the left, so that the sides keep changing and no long
 * one stays long: on the average it takes as many rounds as the tree has levels. */
static void meld(Handle **slot, Handle *a, Handle *b)
{
	while (a != NULL && b != NULL) {
		Handle *first = is_before(b, a) ? b : a;
		b = first == a ? b : a;
		a = first->right;
		put(slot, first);
		put(&first->right, first->left);
		slot = &first->left;
	}
	put(slot, a != NULL ? a : b);
}

static void timers_add(Handle **timers, Handle *handle)
{
	handle->left = handle->right = NULL;
	meld(timers, *timers, handle);
}

static void timers_remove(Handle *handle)
{
	meld(handle->slot, handle->left, handle->right);
}

int loop_call_at(Loop *loop, double when, Handle *handle)
{
	if (loop->closed)
		return -ESHUTDOWN;
	if (isnan(when))
		return -EINVAL;
	if (handle->leave != NULL)
		return -EBUSY;
	handle->when = when;
	handle->order = loop->order++;
	timers_add(&loop->timers, handle);
	handle->leave = timers_remove;
	return 0;
}

int loop_call_later(Loop *loop, double delay, Handle *handle)
{
	return loop_call_at(loop, loop->closed ? 0 : loop_time(loop) + delay, handle);
}

/* Those that are due go behind what is ready, the earliest first. */
void loop_collect_timers(Loop *loop)
{
	if (loop->timers == NULL)
		return;
	double end = loop_time(loop) + CLOCK_RESOLUTION;
	while (loop->timers != NULL && loop->timers->when <= end) {
		Handle *handle = loop->timers;
		handle_cancel(handle);
		handle_append(&loop->ready, handle);
	}
}
