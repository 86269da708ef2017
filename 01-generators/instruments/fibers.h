/* fibers.h - the functions of context.h: the bare ones, or with a word to the
 * sanitizers. */
#ifndef ASYNCIO_FIBERS_H
#define ASYNCIO_FIBERS_H

#include "forked.h"
#include "sanitizers.h"

#if defined WATCHED_ADDRESSES || defined WATCHED_THREADS

/* What they must be told of a paused side. It lies on the stack of that side. */
struct Watched {
	const void *low; /* ASan: the stack to go back to */
	size_t size;
	void *fake;  /* ASan: its place for use-after-return */
	void *fiber; /* TSan: its history */
};

static inline void watched_leave(struct Watched *from, struct Watched *to, int for_good)
{
#ifdef WATCHED_ADDRESSES
	__sanitizer_start_switch_fiber(for_good ? NULL : &from->fake, to->low, to->size);
#endif
#ifdef WATCHED_THREADS
	from->fiber = __tsan_get_current_fiber();
	__tsan_switch_to_fiber(to->fiber, 0);
#endif
	(void)from, (void)to, (void)for_good;
}

/* The side we came from is the one that is paused now. */
static inline void watched_arrive(struct Watched *here, struct Watched *paused)
{
#ifdef WATCHED_ADDRESSES
	__sanitizer_finish_switch_fiber(here->fake, &paused->low, &paused->size);
#endif
	(void)here, (void)paused;
}

static inline void context_init(CpuContext *paused, char *low, char *top,
                                void (*entry)(void))
{
	struct Watched *fresh = (struct Watched *)(void *)top - 1;

	*fresh = (struct Watched){ .low = low, .size = (size_t)(top - low) };
#ifdef WATCHED_THREADS
	fresh->fiber = __tsan_create_fiber(0);
	atomic_fetch_add(&forked_fibers, 1);
#endif
	machine_init(paused, low, (char *)fresh, entry);
	paused->watched = fresh;
}

static inline void context_swap(CpuContext *paused)
{
	struct Watched here = { 0 }, *there = paused->watched;

	if (there == NULL) { /* the library was built without: so nobody knows of it */
		machine_swap(paused);
		return;
	}
	paused->watched = &here;
	watched_leave(&here, there, 0);
	machine_swap(paused);
	watched_arrive(&here, paused->watched);
}

static inline __attribute__((always_inline)) void context_enter(CpuContext *paused)
{
	struct Watched nowhere = { 0 };

	machine_enter();
	watched_arrive(&nowhere, paused->watched);
}

static inline void context_exit(CpuContext *paused)
{
	struct Watched here = { 0 }, *there = paused->watched;

	paused->watched = &here;
	watched_leave(&here, there, 1);
	machine_swap(paused);
}

static inline void context_forget(CpuContext *paused)
{
#ifdef WATCHED_THREADS
	__tsan_destroy_fiber(paused->watched->fiber);
	atomic_fetch_sub(&forked_fibers, 1);
#endif
	(void)paused;
}

#else

static inline void context_init(CpuContext *paused, char *low, char *top,
                                void (*entry)(void))
{
	machine_init(paused, low, top, entry);
}

static inline void context_swap(CpuContext *paused)
{
	machine_swap(paused);
}

static inline __attribute__((always_inline)) void context_enter(CpuContext *paused)
{
	machine_enter();
	(void)paused;
}

static inline void context_exit(CpuContext *paused)
{
	machine_swap(paused);
}

static inline void context_forget(CpuContext *paused)
{
	(void)paused;
}

#endif

#endif
