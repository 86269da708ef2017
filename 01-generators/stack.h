/* stack.h - memory for functions that pause: guarded below, cheap to take and to give
 * back. */
#ifndef ASYNCIO_STACK_H
#define ASYNCIO_STACK_H

#include <stddef.h>

enum { CALLSTACK_SIZE = 64 * 1024 }; /* bytes. printf takes ten thousand at times */

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
	char name[32];     /* of the owner, for the message when it overflows */
} CallStack;

/* A stack for the caller, who gives it back in the same thread. NULL: no memory, or no
 * more guard pages, which is said on stderr, once. */
CallStack *stack_acquire(void);

/* Takes the stack back; the next stack_acquire returns it. */
void stack_release(CallStack *stack);

#endif
