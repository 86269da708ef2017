/* stack.h - stacks for functions that pause: with a guard below, and cheap to take
 * and to release. */
#ifndef ASYNCIO_STACK_H
#define ASYNCIO_STACK_H

#include <stdbool.h>
#include <stddef.h>

/* Sizes of stacks, in bytes: powers of two. The Generator and the CallStack lie on
 * the stack as well, and up to 3 KiB at its top are left unused for the sake of the
 * cache. */
enum {
	CALLSTACK_LEAST = 16 * 1024,
	CALLSTACK_SIZE = 64 * 1024, /* the usual one; printf alone may need 10,000 */
	CALLSTACK_MOST = 8 * 1024 * 1024,
	CALLSTACK_SIZES = 10 /* 16 KiB, 32 KiB, ... 8 MiB */
};

/* A link of a list; back is the address of the pointer that points to this link. */
typedef struct StackLink {
	struct StackLink *next, **back;
} StackLink;

/* Describes a stack, at the top of this stack itself. From low up to the CallStack, the
 * memory is the owner's. */
typedef struct CallStack {
	_Alignas(16) StackLink idle; /* in the pool's list, while it has no owner */
	struct Slab *slab; /* the piece of memory of which it is a part */
	char *low;         /* its lowest byte; the guard lies below */
	unsigned watched;  /* for valgrind */
	bool cold;         /* it is idle, and only its top page has memory */
	char name[32];     /* of the owner, for the message when the stack overflows */
} CallStack;

/* All stacks of one size that this thread has. */
typedef struct StackPool StackPool;

/* Returns this thread's pool of stacks of size bytes. The size is rounded up to
 * CALLSTACK_LEAST or to the next power of two; the caller makes sure that it is at most
 * CALLSTACK_MOST. */
static inline StackPool *stack_pool(size_t size);

/* Returns a stack of this pool: an idle one if there is one, or else a new one. The
 * caller releases it in the same thread. Returns NULL if there is no memory, or if
 * no guard can be made, which is reported on stderr once. */
CallStack *stack_acquire(StackPool *pool);

/* Takes the stack back: it is idle, and the next stack_acquire of its pool returns
 * it. */
void stack_release(CallStack *stack);

/* The stacks of one size. An idle stack is warm or cold: only the top page of a cold
 * one has memory. The stack that was released last is the first one of the list, so
 * all warm stacks come before all cold ones. */
struct StackPool {
	_Alignas(64) StackLink *idle;
	size_t n_idle;     /* how many stacks are idle, cold ones included */
	size_t n_cold;     /* how many are cold */
	size_t most_warm;  /* how many may be warm */
	size_t n_quiet;    /* if more than these are idle, pool_tidy is called */
	size_t stack_size; /* 0: the pool has had no stack yet */
	StackLink *slabs;  /* newest first: only that one has unused stacks */
};

/* The pools of stacks of CALLSTACK_LEAST, of twice that, and so on. */
extern _Thread_local StackPool stack_pools[CALLSTACK_SIZES];

/* ==== 1.2.2: a stack for each generator ==== */

static inline StackPool *stack_pool(size_t size)
{
	int doublings = 0;

	while ((size_t)CALLSTACK_LEAST << doublings < size)
		doublings++;
	return &stack_pools[doublings];
}

#endif
