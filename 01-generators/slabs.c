/* slabs.c - the large pieces of memory of which stacks are parts. */
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
	WARM_SIZE = 8 * SLAB_SIZE,   /* bytes of stacks of a pool, warm at first */
	COLOURS = 32, /* how many different places in its top page a CallStack has */
};

/* Called before the first stack of a new slab is touched. Rung 1.4.5 brings it. */
static void stacks_watch(void);
_Thread_local StackPool stack_pools[CALLSTACK_SIZES];
static pthread_key_t pools_key;
static bool pools_have_key;

/* ==== 1.2.2: a stack for each generator ==== */

/* Returns the distance in bytes from one stack to the next: a guard and a stack.
 * (With pages of 4 KiB it is an odd number of pages, so that the tops of stacks use
 * all sets of the larger cache, too.) */
static size_t stack_stride(const StackPool *pool)
{
	return guard_size() + pool->stack_size;
}

/* Returns how many stacks a slab of this pool has: SLAB_SIZE bytes of them, rounded
 * up. */
static size_t slab_stacks(const StackPool *pool)
{
	return (SLAB_SIZE + pool->stack_size - 1) / pool->stack_size;
}

/* Makes a slab. First sets stack_size of the pool: the pools lie in stack_pools, and
 * each one has stacks of twice the size of the one before. The memory comes from
 * memory_map: it is slab_stacks times stack_stride, and zero. The Slab lies in its last
 * bytes, above the CallStack of the last stack. stacks_watch is called once the memory
 * is there. The slab becomes the first one of the pool.
 * Returns NULL if there is no memory. */
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

/* Returns where the CallStack of the i-th stack lies: at the top of the stack, but
 * lower by sizeof(Slab), so that the last one has room for the Slab above it, and by
 * 0 to 31 cache lines: i * 11 modulo COLOURS of them. If the tops of all stacks lay
 * at the same place in their pages, they would share a few sets of the cache, and
 * switches between a thousand stacks would be three times slower. */
static CallStack *stack_at(Slab *slab, size_t i)
{
	char *end = slab->memory + (i + 1) * stack_stride(slab->pool) - sizeof(Slab);

	return (CallStack *)(void *)(end - i * 11 % COLOURS * CACHE_LINE) - 1;
}

/* Makes the next stack of a slab that was never used. Its guard comes first:
 * guard_install; NULL: there is none. memory_provide asks for the page in which the
 * CallStack lies. The slab has one used and one live stack more. low is the first
 * byte above the guard. watched is valgrind's number of the stack, which
 * watched_stack_new returns for the bytes from low up to the CallStack. The rest of the
 * CallStack is zero already. */
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

/* ==== 1.4.3, may be skipped at first: the memory of idle stacks is released ==== */

/* Takes the link out of its list. */
static void link_remove(StackLink *link)
{
	*link->back = link->next;
	if (link->next != NULL)
		link->next->back = link->back;
}

/* WARM_SIZE divided by the size of a stack. */
size_t pool_least_warm(const StackPool *pool)
{
	return WARM_SIZE / pool->stack_size;
}

/* watched_stack_gone tells valgrind that a stack, from low up to its CallStack, does not
 * exist any more; munmap releases the memory. */
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

/* ==== 1.4.5, may be skipped at first: an overflow is reported ==== */

/* Returns the stack of this slab in whose guard the address lies; NULL: it lies in
 * none. Only stacks that have been used have guards. */
static CallStack *slab_owner_at(Slab *slab, const void *address)
{
	size_t offset = (size_t)((const char *)address - slab->memory);
	size_t stride = stack_stride(slab->pool);

	if (offset >= slab->used * stride || offset % stride >= guard_size())
		return NULL;
	return stack_at(slab, offset / stride);
}

/* Looks through all slabs of all pools of this thread for the stack in whose guard
 * the address lies. Returns the name of the stack, and stores its size in bytes;
 * NULL: it is not a guard of ours. A signal handler calls this. */
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

/* ==== Given: for leak checkers ==== */

/* Calls found with each stack that has ever been used. */
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

/* ==== 1.4.6, may be skipped at first: a thread that ends takes its stacks along ==== */

/* Unmaps all slabs of a pool that have no live stack. Returns whether the pool has
 * other slabs. */
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

/* The destructor of the key: called when a thread ends. Unmaps the slabs of all
 * pools that have no live stack, and calls overflow_unwatch. If there are other
 * slabs, the key gets its value again, so that this is called once more: another
 * destructor may be about to free their generators. (POSIX repeats that a few times,
 * and not for ever.) */
static void stacks_end(void *unused)
{
	for (StackPool *pool = stack_pools; pool < &stack_pools[CALLSTACK_SIZES];
	     pool++) {
		if (pool_end(pool))
			pthread_setspecific(pools_key, stack_pools);
	}
	overflow_unwatch();
}

/* Makes the key, with stacks_end as its destructor, and notes in pools_have_key
 * whether that succeeded. */
static void pools_key_make(void)
{
	pools_have_key = pthread_key_create(&pools_key, stacks_end) == 0;
}

/* ==== 1.4.5, may be skipped at first: an overflow is reported ==== */

/* Called before the first stack of a new slab is touched. Sees to it that an
 * overflow is reported (overflow_watch, with stack_owner_at), and that stacks_end is
 * called when this thread ends: once in the process, pthread_once has pools_key_make
 * make a key; if there is one, its value in this thread becomes stack_pools, so it
 * is not NULL. leaks_watch tells leak checkers of each_stack. */
static void stacks_watch(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, pools_key_make);
	if (pools_have_key)
		pthread_setspecific(pools_key, stack_pools);
	overflow_watch(stack_owner_at);
	leaks_watch(each_stack);
}
