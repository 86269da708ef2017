/* registers.h - what the machines with a switch of our own have in common: four words. */
#ifndef REGISTERS_H
#define REGISTERS_H

/* ==== Step 1.2: our own switch ==== */

struct Context {
	void *stack;             /* the stack pointer */
	void *frame;             /* the frame pointer: compilers will not let us clobber it */
	void (*resume)(void);    /* the address to go on at */
	void *base;              /* the base pointer, for functions that have VLAs and over-
	                          * aligned locals: clang wants it back, and does not say so */
	struct Watched *watched; /* for instruments/sanitizers.h; unused otherwise */
};

static inline void machine_init(Context *paused, char *low, char *top, void (*entry)(void))
{
	(void)low;
	paused->stack = top - MACHINE_RETURN_ADDRESS;
	paused->frame = 0;       /* the end of the chain, for debuggers */
	paused->resume = entry;
	paused->base = 0;
	paused->watched = 0;
}

#endif
