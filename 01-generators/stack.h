/* stack.h - memory for functions that pause: guarded below, cheap to take and to give
 * back. */
#ifndef ASYNCIO_STACK_H
#define ASYNCIO_STACK_H

#include <stdbool.h>
#include <stddef.h>

/* Sizes of stacks, in bytes: powers of two. What lies on a stack for its owner and for
 * this file counts, too, and up to three KiB are given up for the sake of the cache. */
enum {
	CALLSTACK_LEAST = 16 * 1024,
	CALLSTACK_SIZE = 64 * 1024, /* the usual one. printf takes 10,000 at times */
	CALLSTACK_MOST = 8 * 1024 * 1024,
	CALLSTACK_SIZES = 10 /* 16 KiB, 32 KiB, ... 8 MiB */
};

/* A link of a list; back is the pointer that points here. Zero: on no list. */
typedef struct StackLink {
	struct StackLink *next, **back;
} StackLink;

/* A stack describes itself, at its own top: all from low up to the CallStack is
 * owner's. */
typedef struct CallStack {
	_Alignas(16) StackLink idle; /* while nobody owns it */
	struct Slab *slab; /* the piece of memory it is cut from */
	char *low;         /* its lowest byte; the guard page lies below */
	unsigned watched;  /* for valgrind */
	bool cold;         /* it is idle, and of its pages only the top one is left */
	char name[32];     /* of the owner, for the message when it overflows */
} CallStack;

/* All stacks of one size that a thread has. */
typedef struct StackPool StackPool;

/* The pool whose stacks have size bytes, which are rounded up to a power of two, and to
 * CALLSTACK_LEAST. More than CALLSTACK_MOST is a mistake. */
static inline StackPool *stack_pool(size_t size);

/* A stack of this pool for the caller, who gives it back in the same thread. NULL: no
 * memory, or no more guard pages, which is said on stderr, once. */
CallStack *stack_acquire(StackPool *pool);

/* Takes the stack back; the next stack_acquire of its pool returns it. */
void stack_release(CallStack *stack);

/* What a pool is made of. An idle stack is warm or cold: of the pages of a cold one only
 * the top one is left. The list has the stack that was released last in front, so all
 * warm ones come before all cold ones. */
struct StackPool {
	_Alignas(64) StackLink *idle;
	size_t n_idle;     /* how many there are, cold ones included */
	size_t n_cold;
	size_t most_warm;  /* how many may be warm */
	size_t n_quiet;    /* with more than this idle, pool_tidy is called */
	size_t stack_size; /* 0: there has been none yet */
	StackLink *slabs;  /* newest first: no other has untouched stacks */
};

/* Of CALLSTACK_LEAST, of twice that, and so on. */
extern _Thread_local StackPool stack_pools[CALLSTACK_SIZES];

/* ==== Step 1.2: a stack for each generator ==== */

static inline StackPool *stack_pool(size_t size)
{
	int doublings = 0;

	while ((size_t)CALLSTACK_LEAST << doublings < size)
		doublings++;
	return &stack_pools[doublings];
}

#endif
