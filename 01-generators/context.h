/* context.h - one thread, two places in a program, and a switch from one to the
 * other.
 *
 * To pause a function means to leave its stack as it is, and to continue on another
 * stack. Of the place that we leave, only four words must be remembered: its
 * stack pointer, its frame pointer, its base pointer, and the address at which to
 * continue. All the rest lies on that stack. */
#ifndef ASYNCIO_CONTEXT_H
#define ASYNCIO_CONTEXT_H

/* A place at which a side has paused. It holds one side at a time: the one that is not
 * running. */
typedef struct CpuContext CpuContext;

/* Makes paused a place at the beginning of entry, on an unused stack, whose lowest
 * byte is low and whose end is top (a multiple of 16). entry must never return: it
 * leaves by context_exit. */
static inline void context_init(CpuContext *paused, char *low, char *top,
                                void (*entry)(void));

/* Switches: stores the present place in paused, and continues at the place that was
 * stored there. It returns when the other side switches back. errno, the rounding
 * mode, the floating-point flags and the signal mask are not saved, because they
 * belong to the thread. (With machines/portable.h, all of them but errno are saved.) */
static inline void context_swap(CpuContext *paused);

/* The first thing that entry does: the new side has arrived. And the last thing: it
 * switches as context_swap does, and does not come back. */
static inline void context_enter(CpuContext *paused);
static inline void context_exit(CpuContext *paused);

/* Called when a side will not be resumed any more, before its stack is used again. */
static inline void context_forget(CpuContext *paused);

/* Returns the lowest byte that the paused side uses of its stack. For reports. */
static inline const char *context_stack(const CpuContext *paused);

#include "machines/machine.h"   /* the four words, and the dozen instructions */
#include "instruments/fibers.h" /* and what sanitizers have to know of a switch */

#endif
