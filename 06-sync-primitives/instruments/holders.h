/* holders.h - which task holds a lock? Only reports ask that, so that the answer must
 * cost a lock nothing. A locked lock has to store something anyway; if it stores an
 * address in the stack of the task that has acquired it, a report can tell which task
 * that is. */
#ifndef ASYNCIO_HOLDERS_H
#define ASYNCIO_HOLDERS_H

/* ==== Given: for reports ==== */

/* Returns an address in the stack of the code that calls it; never NULL. */
static inline __attribute__((always_inline)) const void *lock_here(void)
{
	const void *here = __builtin_frame_address(0);

	if (here == NULL)
		__builtin_unreachable(); /* so that the compiler need not check it */
	return here;
}

#endif
