/* futures_inline.h - the functions of futures.h that are asked so often that they
 * are not called. */
#ifndef ASYNCIO_FUTURES_INLINE_H
#define ASYNCIO_FUTURES_INLINE_H

#include <errno.h>

/* ==== Step 4.1: a value that is not there yet ==== */

static inline bool future_done(const Future *future)
{
	return future == NULL || future->state != FUTURE_PENDING;
}

static inline bool future_cancelled(const Future *future)
{
	return future != NULL && future->state == FUTURE_CANCELLED;
}

static inline void future_init(Future *future, Loop *loop, const FutureKind *kind)
{
	*future = (Future){ .kind = kind, .loop = loop, .refs = 1 };
	list_init(&future->callbacks);
}

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

static inline Future *future_ref(Future *future)
{
	if (future != NULL)
		future->refs++;
	return future;
}

static inline void future_unref(Future *future)
{
	if (future != NULL && --future->refs == 0 && future->kind->free != NULL)
		future->kind->free(future);
}

/* What few futures need: the error is reported; the handles are nowhere. */
void future_report(const Future *future);
void future_forget_callbacks(Future *future);

static inline void future_end(Future *future)
{
	if (future->unseen)
		future_report(future);
	if (!list_empty(&future->callbacks))
		future_forget_callbacks(future);
}

#endif
