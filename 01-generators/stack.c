/* stack.c - stacks, cut from slabs of 64 and used again, the last one first.
 *
 *   a slab     [guard| stack 0 ][guard| stack 1 ] ... [guard| stack 63 ][Slab]
 *   a stack            low ... frames grow down ... owner [CallStack]
 *
 * Memory that nobody has touched costs nothing: a paused function costs the one page
 * that its owner, its CallStack and its last frames share. */
#include "stack.h"
#include "instruments/overflow.h"
#include "instruments/sanitizers.h"
#include "machines/guard.h"

#include <pthread.h>
#include <stdbool.h>
#include <sys/mman.h>

enum {
	SLAB_STACKS = 64,
	STACKS_KEPT =
		1024,    /* with more than this idle, a slab that is all idle goes back */
	COLOURS = 32,     /* the tops of neighbours lie in different sets of the cache: */
	CACHE_LINE = 64, /* a thousand at one offset switch three times slower */
};

typedef struct Slab {
	_Alignas(CACHE_LINE) StackLink all;
	char *memory;
	unsigned used; /* how many were ever handed out; the rest is untouched */
	unsigned live; /* how many have an owner now */
} Slab;

static _Thread_local struct {
	StackLink *slabs; /* newest first: no other has untouched stacks */
	StackLink *idle;  /* last given back first */
	size_t n_idle;
} pool;

/* Steps that come later: a stack that is idle, or NULL; and what else a new slab needs,
 * before anybody touches it. */
static CallStack *stack_reuse(void);
static void slab_settle(char *memory);

/* ==== Step 1.2: a stack for each generator ==== */

/* Makes link the first of a list. */
static void link_insert(StackLink **head, StackLink *link)
{
	link->next = *head;
	link->back = head;
	if (link->next != NULL)
		link->next->back = &link->next;
	*head = link;
}

/* From one stack to the next. (An odd number of pages where they have 4 KiB: so their
 * tops lie in different sets of the larger cache, too.) */
static size_t stride(void)
{
	return guard_size() + CALLSTACK_SIZE;
}

/* New memory, with its Slab at the very end. It becomes the first of pool.slabs. */
static Slab *slab_map(void)
{
	size_t size = SLAB_STACKS * stride();
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
	                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return NULL;
	slab_settle(memory);
	Slab *slab = (Slab *)(void *)(memory + size) - 1;
	slab->memory = memory;
	link_insert(&pool.slabs, &slab->all);
	return slab;
}

/* Where the CallStack of a slab's i-th stack lies: at its top, some cache lines lower,
 * and below the Slab. Neighbours, which are often used together, lie eleven lines apart,
 * so that what each uses of its own does not overlap. */
static CallStack *stack_at(Slab *slab, size_t i)
{
	char *end = slab->memory + (i + 1) * stride() - sizeof(Slab);

	return (CallStack *)(void *)(end - i * 11 % COLOURS * CACHE_LINE) - 1;
}

/* The next stack of slab that nobody has touched: guarded, known to the sanitizers (by
 * watched_stack_new), and with an owner. */
static CallStack *stack_cut(Slab *slab)
{
	char *guard = slab->memory + slab->used * stride();
	CallStack *stack = stack_at(slab, slab->used);

	if (guard_install(guard) < 0)
		return NULL;
	slab->used++;
	slab->live++;
	stack->slab = slab;
	stack->low = guard + guard_size();
	stack->watched = watched_stack_new(stack->low, (char *)stack);
	return stack;
}

/* The next one of the newest slab, which may have to be mapped. A call, for inlined it
 * would have stack_acquire save registers that mostly nobody uses. */
__attribute__((noinline)) static CallStack *stack_new(void)
{
	Slab *slab = (Slab *)pool.slabs;

	if (slab == NULL || slab->used == SLAB_STACKS)
		slab = slab_map();
	return slab == NULL ? NULL : stack_cut(slab);
}

/* One that is idle, or else a new one. */
CallStack *stack_acquire(void)
{
	CallStack *stack = stack_reuse();

	return stack != NULL ? stack : stack_new();
}

/* ==== Step 1.4: stacks that fail loudly, and are used again ==== */

static void link_remove(StackLink *link)
{
	*link->back = link->next;
	if (link->next != NULL)
		link->next->back = link->back;
}

/* The first idle one. It has an owner again, and no name yet. */
static CallStack *stack_reuse(void)
{
	CallStack *stack = (CallStack *)pool.idle;

	if (stack == NULL)
		return NULL;
	link_remove(&stack->idle);
	pool.n_idle--;
	stack->slab->live++;
	stack->name[0] = '\0';
	watched_stack_in_use(stack->watched, stack->low, (char *)stack);
	return stack;
}

/* All its stacks are idle: they leave the list, and the memory goes back. */
static void slab_unmap(Slab *slab)
{
	link_remove(&slab->all);
	for (size_t i = 0; i < slab->used; i++) {
		CallStack *stack = stack_at(slab, i);
		link_remove(&stack->idle);
		watched_stack_gone(stack->watched, stack->low, (char *)stack);
	}
	pool.n_idle -= slab->used;
	munmap(slab->memory, SLAB_STACKS * stride());
}

/* It becomes the first idle one. */
void stack_release(CallStack *stack)
{
	Slab *slab = stack->slab;

	watched_stack_idle(stack->watched, stack->low, (char *)stack);
	link_insert(&pool.idle, &stack->idle);
	pool.n_idle++;
	if (--slab->live == 0 && pool.n_idle > STACKS_KEPT)
		slab_unmap(slab);
}

/* The name of the one whose guard page holds address; NULL: it is not a guard of ours. */
static const char *stack_owner_at(const void *address)
{
	for (StackLink *link = pool.slabs; link != NULL; link = link->next) {
		Slab *slab = (Slab *)link;
		size_t offset = (size_t)((const char *)address - slab->memory);
		if (offset < slab->used * stride() && offset % stride() < guard_size())
			return stack_at(slab, offset / stride())->name;
	}
	return NULL;
}

static pthread_key_t pool_key;
static bool pool_has_key;

/* A thread that ends takes its slabs along. While a generator is alive, which some other
 * destructor may be about to free, there will be another round; but not for ever. */
static void pool_end(void *unused)
{
	StackLink *next;

	for (StackLink *link = pool.slabs; link != NULL; link = next) {
		next = link->next;
		if (((Slab *)link)->live == 0)
			slab_unmap((Slab *)link);
	}
	if (pool.slabs != NULL)
		pthread_setspecific(pool_key, &pool);
	overflow_unwatch();
}

static void pool_key_make(void)
{
	pool_has_key = pthread_key_create(&pool_key, pool_end) == 0;
}

/* Before a new slab is touched. */
static void slab_settle(char *memory)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, pool_key_make);
	if (pool_has_key)
		pthread_setspecific(pool_key, &pool); /* pool_end will be called */
	overflow_watch(stack_owner_at);
#ifdef MADV_NOHUGEPAGE
	madvise(memory, SLAB_STACKS * stride(), MADV_NOHUGEPAGE);
#endif
}
