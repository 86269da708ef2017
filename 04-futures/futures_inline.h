/* futures_inline.h - the functions of futures.h that are asked so often that they
 * are not called. */
#ifndef FUTURES_INLINE_H
#define FUTURES_INLINE_H

/* ==== Step 4.1: a value that is not there yet ==== */

static inline bool future_done(const Future *future)
{
	return future == NULL || future->state != FUTURE_PENDING;
}

static inline bool future_cancelled(const Future *future)
{
	return future != NULL && future->state == FUTURE_CANCELLED;
}

#endif
