/* gather_private.h - what gather.c and gather_cancel.c have in common. */
#ifndef ASYNCIO_GATHER_PRIVATE_H
#define ASYNCIO_GATHER_PRIVATE_H

#include "gather.h"
#include "tasks_private.h"

/* One of the futures that are gathered, and the handle that is called when it is
 * done. */
typedef struct Child {
	Future *future;
	Handle done;
	struct Gather *gather;
} Child;

/* Besides the reference of its maker, a gather has a reference to itself until its last
 * child is done: it may have failed long before that, and its maker may have given the
 * other reference back. */
typedef struct Gather {
	Future future;  /* first: a gather is a future */
	Handle closing; /* in loop->closing until its last child is done */
	void **results; /* the caller's array, or NULL */
	int *errors;    /* the caller's array; NULL: the first child that fails makes the
	                   gather fail */
	int outcome;    /* the status with which it ends if no child makes it fail: 0, or
	                   -ECANCELED if it has accepted a cancellation request */
	size_t n, left; /* how many children there are, and how many are not done */
	struct Cancelling {    /* while it is being cancelled */
		size_t next;   /* the child that is cancelled next */
		bool accepted; /* one of its children has accepted the request */
		/* For gathers that are nested, rung 4.4.9. */
		bool now;             /* it is being cancelled */
		struct Gather *above; /* the gather whose child has led to this one; NULL:
		                         this is the outermost */
		Request request;      /* the tasks between that child and this gather */
	} cancelling;
	Child children[];
} Gather;

/* gather_cancel.c, rung 4.4.4: what future_cancel does with a gather that is pending.
 * Until it is written it returns false. */
bool gather_cancel(Future *future);

#endif
