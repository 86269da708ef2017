/* slabs.c - the memory that stacks are cut from. */
#include "slabs.h"
#include "instruments/leaks.h"
#include "instruments/overflow.h"
#include "instruments/sanitizers.h"
#include "machines/guard.h"
#include "machines/memory.h"

#include <pthread.h>
#include <sys/mman.h>

enum {
	SLAB_SIZE = 4 * 1024 * 1024, /* bytes of stacks; but at least one stack */
	WARM_SIZE = 8 * SLAB_SIZE,   /* bytes of warm stacks in a pool, to begin with */
	COLOURS = 32, /* the tops of neighbours lie in different sets of the cache: */
	              /* a thousand at one offset switch three times slower */
};

/* Step 1.4: before the first stack of a new slab is touched. */
static void stacks_watch(void);

/* ==== Step 1.2: a stack for each generator ==== */

/* How far it is from one stack to the next. (An odd number of pages where they have
 * 4 KiB: so their tops lie in different sets of the larger cache, too.) */
static size_t stack_stride(const StackPool *pool)
{
	return guard_size() + pool->stack_size;
}

/* How many stacks a slab has. */
static size_t slab_stacks(const StackPool *pool)
{
	return (SLAB_SIZE + pool->stack_size - 1) / pool->stack_size;
}

/* New memory, with its Slab at the very end. It becomes the first of the pool's. */
static Slab *slab_map(StackPool *pool)
{
	pool->stack_size = (size_t)CALLSTACK_LEAST << (pool - stack_pools);
	size_t size = slab_stacks(pool) * stack_stride(pool);
	char *memory = memory_map(size);

	if (memory == NULL)
		return NULL;
	stacks_watch();
	Slab *slab = (Slab *)(void *)(memory + size) - 1;
	slab->pool = pool;
	slab->memory = memory;
	link_insert(&pool->slabs, &slab->all);
	return slab;
}

/* Where the CallStack of a slab's i-th stack lies: at its top, some cache lines lower,
 * and below the Slab. Neighbours, which are often used together, lie eleven lines apart,
 * so that what each uses of its own does not overlap. */
static CallStack *stack_at(Slab *slab, size_t i)
{
	char *end = slab->memory + (i + 1) * stack_stride(slab->pool) - sizeof(Slab);

	return (CallStack *)(void *)(end - i * 11 % COLOURS * CACHE_LINE) - 1;
}

/* The next stack of a slab that nobody has touched: guarded, provided with its top page,
 * known to the sanitizers (by watched_stack_new), and with an owner. */
static CallStack *stack_cut(Slab *slab)
{
	char *guard = slab->memory + slab->used * stack_stride(slab->pool);
	CallStack *stack = stack_at(slab, slab->used);

	if (guard_install(guard) < 0)
		return NULL;
	memory_provide((char *)stack);
	slab->used++;
	slab->live++;
	stack->slab = slab;
	stack->low = guard + guard_size();
	stack->watched = watched_stack_new(stack->low, (char *)stack);
	return stack;
}

CallStack *slab_cut(StackPool *pool)
{
	Slab *slab = (Slab *)pool->slabs;

	if (slab == NULL || slab->used == slab_stacks(pool))
		slab = slab_map(pool);
	return slab == NULL ? NULL : stack_cut(slab);
}

/* ==== Step 1.4: stacks that fail loudly, and are used again ==== */

static void link_remove(StackLink *link)
{
	*link->back = link->next;
	if (link->next != NULL)
		link->next->back = link->back;
}

size_t pool_least_warm(const StackPool *pool)
{
	return WARM_SIZE / pool->stack_size;
}

void slab_unmap(Slab *slab)
{
	StackPool *pool = slab->pool;

	link_remove(&slab->all);
	for (size_t i = 0; i < slab->used; i++) {
		CallStack *stack = stack_at(slab, i);
		link_remove(&stack->idle);
		pool->n_idle--;
		pool->n_cold -= stack->cold;
		watched_stack_gone(stack->watched, stack->low, (char *)stack);
	}
	munmap(slab->memory, slab_stacks(pool) * stack_stride(pool));
}

/* The stack of this slab whose guard holds address; NULL: none. */
static CallStack *slab_owner_at(Slab *slab, const void *address)
{
	size_t offset = (size_t)((const char *)address - slab->memory);
	size_t stride = stack_stride(slab->pool);

	if (offset >= slab->used * stride || offset % stride >= guard_size())
		return NULL;
	return stack_at(slab, offset / stride);
}

/* The name of the stack whose guard holds address, and its size; NULL: it is not a guard
 * of ours. */
static const char *stack_owner_at(const void *address, size_t *size)
{
	for (StackPool *pool = stack_pools; pool < &stack_pools[CALLSTACK_SIZES];
	     pool++) {
		for (StackLink *link = pool->slabs; link != NULL; link = link->next) {
			CallStack *stack = slab_owner_at((Slab *)link, address);
			*size = pool->stack_size;
			if (stack != NULL)
				return stack->name;
		}
	}
	return NULL;
}

static pthread_key_t pools_key;
static bool pools_have_key;

/* Unmaps the slabs of a pool of which all stacks are idle. Returns whether there are
 * others. */
static bool pool_end(StackPool *pool)
{
	StackLink *next;

	for (StackLink *link = pool->slabs; link != NULL; link = next) {
		next = link->next;
		if (((Slab *)link)->live == 0)
			slab_unmap((Slab *)link);
	}
	return pool->slabs != NULL;
}

/* A thread that ends takes its slabs along. While a generator is alive, which some other
 * destructor may be about to free, there will be another round; but not for ever. */
static void stacks_end(void *unused)
{
	for (StackPool *pool = stack_pools; pool < &stack_pools[CALLSTACK_SIZES];
	     pool++) {
		if (pool_end(pool))
			pthread_setspecific(pools_key, stack_pools);
	}
	overflow_unwatch();
}

static void pools_key_make(void)
{
	pools_have_key = pthread_key_create(&pools_key, stacks_end) == 0;
}

/* For leak checkers. */
static void each_stack(void (*found)(const void *low, size_t size))
{
	for (StackPool *pool = stack_pools; pool < &stack_pools[CALLSTACK_SIZES];
	     pool++) {
		for (StackLink *link = pool->slabs; link != NULL; link = link->next) {
			Slab *slab = (Slab *)link;
			for (size_t i = 0; i < slab->used; i++) {
				CallStack *stack = stack_at(slab, i);
				found(stack->low, (size_t)((char *)stack - stack->low));
			}
		}
	}
}

/* Sees to it that an overflow will be reported, and that the slabs of this thread are
 * unmapped when it ends. */
static void stacks_watch(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, pools_key_make);
	if (pools_have_key)
		pthread_setspecific(pools_key, stack_pools); /* stacks_end is called */
	overflow_watch(stack_owner_at);
	leaks_watch(each_stack);
}
