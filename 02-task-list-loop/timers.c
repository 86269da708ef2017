/* timers.c - a skew heap: a binary tree where each handle is due before those below it.
 * There is one operation, to meld two trees; all others are made of it. slot is the
 * pointer that points to a handle: its parent's, or the loop's. */
#include "events.h"

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

void timers_add(Handle **timers, Handle *handle)
{
	handle->left = handle->right = NULL;
	meld(timers, *timers, handle);
}

void timers_remove(Handle *handle)
{
	meld(handle->slot, handle->left, handle->right);
}
