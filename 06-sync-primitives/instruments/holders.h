/* holders.h - which task holds a lock? Reports ask that, and no lock does: so it must
 * cost nothing. Something has to be stored anyway to say that the lock is locked, and if
 * that is an address in the stack of the task, it also says which task it is. */
#ifndef ASYNCIO_HOLDERS_H
#define ASYNCIO_HOLDERS_H

/* ==== Given: for reports ==== */

/* Returns an address in the stack that runs. Never NULL. */
static inline __attribute__((always_inline)) const void *lock_here(void)
{
	const void *here = __builtin_frame_address(0);

	if (here == NULL)
		__builtin_unreachable(); /* so a compiler need not ask */
	return here;
}

#endif
