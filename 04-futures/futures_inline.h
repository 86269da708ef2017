/* futures_inline.h - the functions of futures.h that are used so often that they are not
 * called, but inlined. */
#ifndef ASYNCIO_FUTURES_INLINE_H
#define ASYNCIO_FUTURES_INLINE_H

#include <errno.h>

/* ==== 4.1.1: a value that is not there yet ==== */

/* A NULL future is done. */
static inline bool future_done(const Future *future)
{
	return future == NULL || future->state != FUTURE_PENDING;
}

/* A NULL future has failed, so it is not cancelled. */
static inline bool future_cancelled(const Future *future)
{
	return future != NULL && future->state == FUTURE_CANCELLED;
}

/* Everything that is not given is zero: it is pending. It has one reference, and its
 * list of callbacks is empty. */
static inline void future_init(Future *future, Loop *loop, const FutureKind *kind)
{
	*future = (Future){ .kind = kind, .loop = loop, .refs = 1 };
	list_init(&future->callbacks);
}

/* Stores the value of a future that is done, and NULL in all other cases; value may be
 * NULL. Returns its status, or -EINPROGRESS if it is pending, or -ENOMEM if it is NULL.
 * The caller has looked at its error now (unseen). */
static inline int future_result(Future *future, void **value)
{
	bool done = future != NULL && future->state != FUTURE_PENDING;

	if (value != NULL)
		*value = done ? future->value : NULL;
	if (future == NULL)
		return -ENOMEM;
	future->unseen = false;
	return done ? future->status : -EINPROGRESS;
}

/* ==== 4.1.4: references ==== */

/* NULL has no references: returns it. */
static inline Future *future_ref(Future *future)
{
	if (future != NULL)
		future->refs++;
	return future;
}

/* With the last reference calls the function free of its kind, if there is one. Does
 * nothing if the future is NULL. */
static inline void future_unref(Future *future)
{
	if (future != NULL && --future->refs == 0 && future->kind->free != NULL)
		future->kind->free(future);
}

/* What few futures need. future_report (in instruments) writes the line about an error.
 * future_forget_callbacks takes back every handle that is among the callbacks. */
void future_report(const Future *future);
void future_forget_callbacks(Future *future);

/* If nobody has looked at its error, calls future_report; if there are callbacks, calls
 * future_forget_callbacks. */
static inline void future_end(Future *future)
{
	if (future->unseen)
		future_report(future);
	if (!list_empty(&future->callbacks))
		future_forget_callbacks(future);
}

#endif
