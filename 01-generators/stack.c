/* stack.c - stacks that are used again, the last one first; those that have been idle
 * for long keep one page each. */
#include "stack.h"
#include "instruments/sanitizers.h"
#include "machines/memory.h"
#include "slabs.h"

_Thread_local StackPool stack_pools[CALLSTACK_SIZES];

/* Step 1.4: a stack of the pool that is idle, or NULL. */
static CallStack *stack_reuse(StackPool *pool);

/* ==== Step 1.2: a stack for each generator ==== */

/* One that is idle, or else a new one. */
CallStack *stack_acquire(StackPool *pool)
{
	CallStack *stack = stack_reuse(pool);

	return stack != NULL ? stack : slab_cut(pool);
}

/* ==== Step 1.4: stacks that fail loudly, and are used again ==== */

/* How many times the least number of warm stacks is the most that it can become. */
enum { MOST_GROWTH = 8 };

/* A cold stack is taken: with one more warm stack that would not have been necessary, so
 * from now on one more may be warm. pool_tidy is called at the next release. */
static void stack_warm(StackPool *pool, CallStack *stack)
{
	stack->cold = false;
	pool->n_cold--;
	pool->n_quiet = 0;
	if (pool->most_warm < MOST_GROWTH * pool_least_warm(pool))
		pool->most_warm++;
}

/* The first idle one. It has an owner again, and no name yet. If no idle one is warm, it
 * was cold: then stack_warm is called. */
static CallStack *stack_reuse(StackPool *pool)
{
	CallStack *stack = (CallStack *)pool->idle;

	if (stack == NULL)
		return NULL;
	pool->idle = stack->idle.next;
	if (pool->idle != NULL)
		pool->idle->back = &pool->idle;
	if (pool->n_idle-- == pool->n_cold)
		stack_warm(pool, stack);
	stack->slab->live++;
	stack->name[0] = '\0';
	watched_stack_in_use(stack->watched, stack->low, (char *)stack);
	return stack;
}

/* Of the warm ones those that were released first, half of them, become cold: their
 * pages return to the system, but for the top one. */
static void pool_cool(StackPool *pool)
{
	StackLink *link = pool->idle;

	for (size_t n = (pool->n_idle - pool->n_cold) / 2; n > 0; n--)
		link = link->next;
	for (; link != NULL && !((CallStack *)link)->cold; link = link->next) {
		CallStack *stack = (CallStack *)link;
		__builtin_prefetch(link->next); /* it is in no cache by now */
		memory_drop(stack->low, (char *)stack);
		stack->cold = true;
		pool->n_cold++;
	}
}

/* Called when a stack of this slab has been released. If there are too many idle stacks,
 * and all of this slab are idle, it is unmapped. If there are too many warm ones, half of
 * them become cold: so a burst's memory returns to the system, and yet a stack that is
 * taken again soon finds its pages. As that many must be released before the next time,
 * it costs each of them one system call. And an eighth fewer of those that may be warm
 * beyond the least number may be warm from now on. */
__attribute__((noinline)) static void pool_tidy(StackPool *pool, Slab *slab)
{
	size_t least = pool_least_warm(pool);

	if (pool->most_warm < least)
		pool->most_warm = least; /* the first time */
	if (slab->live == 0 && pool->n_idle > 2 * pool->most_warm)
		slab_unmap(slab);
	if (pool->n_idle - pool->n_cold > pool->most_warm) {
		pool_cool(pool);
		pool->most_warm -= (pool->most_warm - least) / 8;
	}
	size_t most = pool->most_warm;
	pool->n_quiet = most + (pool->n_cold < most ? pool->n_cold : most);
}

/* It becomes the first idle one, and it is warm. */
void stack_release(CallStack *stack)
{
	Slab *slab = stack->slab;
	StackPool *pool = slab->pool;

	watched_stack_idle(stack->watched, stack->low, (char *)stack);
	link_insert(&pool->idle, &stack->idle);
	slab->live--;
	if (++pool->n_idle > pool->n_quiet)
		pool_tidy(pool, slab);
}
