/* slabs.h - what the files of stacks need of each other, and nobody else.
 *
 *   a slab     [guard| stack 0 ][guard| stack 1 ] ... [guard| stack n-1 ][Slab]
 *   a stack            low ... frames grow down ... owner [CallStack]
 *
 * Memory that nobody has touched costs nothing: a paused function costs the one page
 * that its owner, its CallStack and its last frames share. */
#ifndef ASYNCIO_SLABS_H
#define ASYNCIO_SLABS_H

#include "stack.h"

enum { CACHE_LINE = 64 };

typedef struct Slab {
	_Alignas(CACHE_LINE) StackLink all;
	StackPool *pool;
	char *memory;
	unsigned used; /* how many were ever handed out; the rest is untouched */
	unsigned live; /* how many have an owner now */
} Slab;

/* How many stacks of a pool may be warm to begin with, and never less; as many again may
 * be cold, and then slabs are unmapped. */
size_t pool_least_warm(const StackPool *pool);

/* A stack of this pool that nobody has touched, from its newest slab or a new one: it has
 * an owner. NULL: as stack_acquire. */
CallStack *slab_cut(StackPool *pool);

/* Unmaps a slab of which all stacks are idle. They leave the list. */
void slab_unmap(Slab *slab);

/* ==== Step 1.2: a stack for each generator ==== */

/* Makes link the first of a list. */
static inline void link_insert(StackLink **head, StackLink *link)
{
	link->next = *head;
	link->back = head;
	if (link->next != NULL)
		link->next->back = &link->next;
	*head = link;
}

#endif
