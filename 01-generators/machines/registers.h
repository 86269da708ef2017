/* registers.h - what the machines with a switch of our own have in common: four words. */
#ifndef ASYNCIO_REGISTERS_H
#define ASYNCIO_REGISTERS_H

#include "unwind.h"

#include <stddef.h>

/* ==== Step 1.2: our own switch ==== */

struct CpuContext {
	void *stack;             /* the stack pointer */
	void *frame;             /* the frame pointer, which the compiler wants back */
	void (*resume)(void);    /* the address to go on at */
	void *base;              /* and the base pointer: see below */
	struct Watched *watched; /* for instruments/fibers.h; unused otherwise */
};

/* Why a base pointer: a function with arrays of variable length and with locals of more
 * than the usual alignment cannot find its locals by the other two. clang keeps a third
 * register for it, and neither saves it around an asm that clobbers it nor says so. */
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

/* Says, in the function that it is inlined in, that this function has no caller. */
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
