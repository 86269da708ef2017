/* portable.h - the switch for every other machine, on ucontext: each switch makes a
 * system call. */
#ifndef ASYNCIO_PORTABLE_H
#define ASYNCIO_PORTABLE_H

#ifdef NO_UCONTEXT
#error "No switch is written for this processor yet, and this libc has no ucontext."
#endif

#include <stdint.h>
#include <ucontext.h>

/* ==== 1.2.1: a place to begin at ==== */

struct CpuContext {
	ucontext_t *paused;      /* it lies on the stack of the side that is paused */
	struct Watched *watched; /* for instruments/fibers.h; unused otherwise */
};

/* Makes paused a place at the beginning of entry, on the stack from low to top. The
 * ucontext_t lies at the top of this stack, at a multiple of 64; below it begins
 * what makecontext may use. uc_link and watched are 0. */
static inline void machine_init(CpuContext *paused, char *low, char *top,
                                void (*entry)(void))
{
	char *record = top - sizeof(ucontext_t);
	ucontext_t *fresh = (ucontext_t *)(void *)(record - (uintptr_t)record % 64);

	getcontext(fresh);
	fresh->uc_link = 0;
	fresh->uc_stack.ss_sp = low;
	fresh->uc_stack.ss_size = (size_t)((char *)fresh - low);
	makecontext(fresh, entry, 0);
	paused->paused = fresh;
	paused->watched = 0;
}

/* The ucontext_t of the side that pauses lies in this very frame, on its own stack. */
static inline void machine_swap(CpuContext *paused)
{
	ucontext_t here, *there = paused->paused;

	paused->paused = &here;
	swapcontext(&here, there);
}

/* ==== Given: for debuggers ==== */

/* Nothing is to be done: the first function is called by a function of libc. */
static inline void machine_enter(void)
{
}

/* ==== Given: for reports ==== */

/* What swapcontext has on the stack below is libc's, and not much. */
static inline const char *context_stack(const CpuContext *paused)
{
	return (const char *)paused->paused;
}

#endif
