/* slabs.h - the large pieces of memory of which stacks are parts. Only stack.c needs
 * it.
 *
 *   a slab     [guard| stack 0 ][guard| stack 1 ] ... [guard| stack n-1 ][Slab]
 *   a stack            low ... frames grow down ... owner [CallStack]
 *
 * Memory that was never touched costs nothing. So a paused generator costs one page,
 * which the Generator, the CallStack and the last frames share. */
#ifndef ASYNCIO_SLABS_H
#define ASYNCIO_SLABS_H

#include "stack.h"

enum { CACHE_LINE = 64 };

typedef struct Slab {
	_Alignas(CACHE_LINE) StackLink all; /* in the pool's list of slabs */
	StackPool *pool;
	char *memory; /* its lowest byte */
	unsigned used; /* how many stacks, the first ones, have ever been used */
	unsigned live; /* how many stacks have an owner now */
} Slab;

/* Returns how many stacks of a pool may be warm at first, which is also the least
 * that this limit can be: WARM_SIZE bytes of them. */
size_t pool_least_warm(const StackPool *pool);

/* Returns a stack of this pool that was never used, from the pool's first slab, or
 * from a new slab if there is none or if all stacks of the first one have been used.
 * The stack has an owner. Returns NULL if there is no memory, or if no guard can be
 * made. */
CallStack *slab_cut(StackPool *pool);

/* Unmaps a slab all of whose stacks are idle, and takes it and its stacks out of the
 * pool's lists and counts. */
void slab_unmap(Slab *slab);

/* ==== 1.2.2: a stack for each generator ==== */

/* Makes link the first one of the list that begins at *head. */
static inline void link_insert(StackLink **head, StackLink *link)
{
	link->next = *head;
	link->back = head;
	if (link->next != NULL)
		link->next->back = &link->next;
	*head = link;
}

#endif
