/* stack.c - stacks that are used again: the one that was released last is taken
 * first. Stacks that have been idle for long keep one page each. */
#include "stack.h"
#include "instruments/sanitizers.h"
#include "machines/memory.h"
#include "slabs.h"

/* Takes an idle stack of the pool; NULL: there is none. Rung 1.4.2 brings it. */
static CallStack *stack_reuse(StackPool *pool);

/* ==== 1.2.2: a stack for each generator ==== */

/* Returns an idle stack, or else one that slab_cut makes. */
CallStack *stack_acquire(StackPool *pool)
{
	CallStack *stack = stack_reuse(pool);

	return stack != NULL ? stack : slab_cut(pool);
}

/* ==== 1.4.2, may be skipped at first: a stack is used again ==== */

/* A cold stack is taken from the pool: see below. */
static void stack_warm(StackPool *pool, CallStack *stack);
/* More stacks are idle than n_quiet of the pool: see below. */
static void pool_tidy(StackPool *pool, Slab *slab);

/* Takes the first stack from the list of idle ones, and returns it; NULL: there is
 * none. The next one is the first of the list then, and its back says so: a thread that
 * ends may unmap it before another stack is released. The slab of the stack that is
 * taken has one more stack that is live, and one less is idle. Its name becomes "". If
 * all idle stacks, this one included, were cold, stack_warm is called.
 * watched_stack_in_use tells valgrind which bytes may be used: from low up to the
 * CallStack. */
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

/* First watched_stack_idle tells valgrind that the bytes from low up to the CallStack are
 * not to be used any more. Then the stack becomes the first one of the idle ones; it is
 * warm. Its slab has one live stack less, and one more is idle (n_idle). If more than
 * n_quiet are idle now, pool_tidy is called: the stack may be gone then. */
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

/* ==== 1.4.3, may be skipped at first: the memory of idle stacks is released ==== */

/* The limit most_warm grows to at most so many times what it is in the beginning. */
enum { MOST_GROWTH = 8 };

/* Called when a cold stack is taken from the list: it is not cold any more. If one
 * more stack had been warm, this one would have kept its pages. So from now on one
 * more may be warm, up to MOST_GROWTH times pool_least_warm. n_quiet becomes 0, so
 * that pool_tidy is called at the next release and computes it anew. */
static void stack_warm(StackPool *pool, CallStack *stack)
{
	stack->cold = false;
	pool->n_cold--;
	pool->n_quiet = 0;
	if (pool->most_warm < MOST_GROWTH * pool_least_warm(pool))
		pool->most_warm++;
}

/* Makes half of the warm stacks cold, those that were released first: memory_drop
 * returns their pages to the system, except for the top one. */
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

/* Called when a stack of this slab has been released. In this order:
 * 1. The limit most_warm is at least pool_least_warm (at first it is 0).
 * 2. If all stacks of the slab are idle, and more than twice most_warm are idle in
 *    the pool, the slab is unmapped.
 * 3. If more stacks are warm than most_warm, half of them become cold, and most_warm
 *    loses an eighth of what it has above pool_least_warm.
 * 4. n_quiet is how many may be idle before anything is to be done: most_warm, and
 *    as many cold ones as there are, but at most most_warm of them.
 * So the memory of a burst returns to the system, and yet a stack that is taken again
 * soon still has its pages. Because half of the stacks become cold at once, there is
 * at most one system call for each release on average. */
__attribute__((noinline)) static void pool_tidy(StackPool *pool, Slab *slab)
{
	size_t least = pool_least_warm(pool);

	if (pool->most_warm < least)
		pool->most_warm = least;
	if (slab->live == 0 && pool->n_idle > 2 * pool->most_warm)
		slab_unmap(slab);
	if (pool->n_idle - pool->n_cold > pool->most_warm) {
		pool_cool(pool);
		pool->most_warm -= (pool->most_warm - least) / 8;
	}
	size_t most = pool->most_warm;
	pool->n_quiet = most + (pool->n_cold < most ? pool->n_cold : most);
}
