/* exchanger.c - the waiting task leaves its offer where the next one finds it. The task
 * that takes the offer removes it at once, and does not leave that to the woken task:
 * between the wake-up and the run of that task others may come, and would find an offer
 * that has been taken. So the waiting task may only remove an offer that is still its
 * own. In the gap a cancelled task has met its partner already; it cannot undo that, but
 * it can say so. */
#include "exchanger.h"

static void meet(Offer *other, void *mine, void **theirs)
{
	*theirs = other->mine;
	other->theirs = mine;
	event_set(&other->met);
}

int exchange(Exchanger *exchanger, void *mine, void **theirs)
{
	Offer offer = { .mine = mine }, *other = exchanger->offer;

	if (other != NULL) {
		exchanger->offer = NULL;
		meet(other, mine, theirs);
		return 0;
	}
	exchanger->offer = &offer;
	int error = event_wait(&offer.met);
	if (exchanger->offer == &offer)
		exchanger->offer = NULL;
	*theirs = offer.theirs;
	return error;
}
