/* registers.h - what all machines with a switch of our own have in common: the four
 * words. */
#ifndef ASYNCIO_REGISTERS_H
#define ASYNCIO_REGISTERS_H

#include "unwind.h"

#include <stddef.h>

/* ==== 1.2.1: a place to begin at ==== */

struct CpuContext {
	void *stack;             /* the stack pointer */
	void *frame;             /* the frame pointer, which the compiler relies on */
	void (*resume)(void);    /* the address to go on at */
	void *base;              /* and the base pointer: see below */
	struct Watched *watched; /* for instruments/fibers.h; unused otherwise */
};

/* Makes paused a place at the beginning of entry, on a stack that ends at top: a
 * first switch to it goes on there. The stack pointer is top, lowered by
 * MACHINE_RETURN_ADDRESS bytes. If these are more than 0, the word at the stack
 * pointer becomes 0: a function expects the address of its caller there, and a
 * debugger must not find what was left by an earlier use of this memory. The frame
 * pointer, the base pointer and watched are NULL. low is not needed.
 *
 * Why there is a base pointer: a function with arrays of variable length and with
 * locals of more than the usual alignment finds its locals neither by the stack
 * pointer nor by the frame pointer. clang keeps a third register for them. It does
 * not save this register around an asm that clobbers it, and it does not warn. */
static inline void machine_init(CpuContext *paused, char *low, char *top,
                                void (*entry)(void))
{
	(void)low;
	paused->stack = top - MACHINE_RETURN_ADDRESS;
	if (MACHINE_RETURN_ADDRESS > 0)
		*(void **)paused->stack = NULL; /* the memory may have been used before */
	paused->frame = NULL; /* the end of the chain, for debuggers */
	paused->resume = entry;
	paused->base = NULL;
	paused->watched = NULL;
}

/* ==== Given: for debuggers ==== */

/* Says to debuggers that the function in which this is inlined has no caller. */
static inline __attribute__((always_inline)) void machine_enter(void)
{
	__asm__ volatile(UNWIND_ENDS);
}

/* ==== Given: for reports ==== */

static inline const char *context_stack(const CpuContext *paused)
{
	return (const char *)paused->stack; /* C++ wants to be told */
}

#endif
