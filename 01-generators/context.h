/* context.h - one thread, two places to be, and a way to trade one for the other.
 *
 * Pausing a function means leaving its stack as it is and going on somewhere else. All
 * that must be remembered of the place we leave is four words: where its stack ends,
 * its frame and base pointers, and the address to go on at. Everything else lies on
 * that stack. */
#ifndef ASYNCIO_CONTEXT_H
#define ASYNCIO_CONTEXT_H

/* A place where somebody has paused. It holds one side at a time: whoever is not
 * running. */
typedef struct CpuContext CpuContext;

/* Makes a context that will begin entry() on an unused stack, whose lowest byte is low
 * and whose end is top (a multiple of 16). entry must never return: it leaves by
 * context_exit. */
static inline void context_init(CpuContext *paused, char *low, char *top,
                                void (*entry)(void));

/* Trades places: goes on where paused says, and leaves in paused where we were. It
 * returns when somebody trades the other way. errno, the rounding mode, the
 * floating-point flags and the signal mask do not stay behind: they belong to the thread.
 * (With machines/portable.h all of them but errno do.) */
static inline void context_swap(CpuContext *paused);

/* The first and the last thing that entry does: it has arrived, and it will not be
 * back. */
static inline void context_enter(CpuContext *paused);
static inline void context_exit(CpuContext *paused);

/* Before the memory of a side that is not coming back is used for something else. */
static inline void context_forget(CpuContext *paused);

/* Returns the lowest byte that is in use of the stack of the side that is paused. For
 * reports. */
static inline const char *context_stack(const CpuContext *paused);

#include "machines/machine.h"   /* the four words, and the dozen instructions */
#include "instruments/fibers.h" /* and what sanitizers must be told */

#endif
