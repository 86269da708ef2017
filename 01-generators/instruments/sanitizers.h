/* sanitizers.h - keeps AddressSanitizer, ThreadSanitizer and valgrind informed: they
 * follow the stack pointer, and a switch looks to them like a stack gone mad. Without
 * them every function here does nothing. -DUNWATCHED leaves them in the dark, to see
 * what they say. */
#ifndef ASYNCIO_SANITIZERS_H
#define ASYNCIO_SANITIZERS_H

#include <stdbool.h>
#include <stddef.h>

#if defined __has_feature
#define WATCHED_BY(name) __has_feature(name)
#else
#define WATCHED_BY(name) 0
#endif
#if !defined UNWATCHED && (defined __SANITIZE_ADDRESS__ || WATCHED_BY(address_sanitizer))
#define WATCHED_ADDRESSES
#include <sanitizer/asan_interface.h>
#endif
#if !defined UNWATCHED && (defined __SANITIZE_THREAD__ || WATCHED_BY(thread_sanitizer))
#define WATCHED_THREADS
#include <sanitizer/tsan_interface.h>
#endif
#if !defined UNWATCHED && defined __has_include
#if __has_include(<valgrind/memcheck.h>)
#define WATCHED_BY_VALGRIND
#include <valgrind/memcheck.h>
#endif
#endif

/* Returns whether a tool checks every use of memory. If it does, memory that was
 * released should not be used again soon, or the tool would miss mistakes. */
static inline bool memory_is_watched(void)
{
#if defined WATCHED_ADDRESSES
	return true;
#elif defined WATCHED_BY_VALGRIND
	return RUNNING_ON_VALGRIND;
#else
	return false;
#endif
}

/* A new stack in [low, top); what it returns is for the functions below: 0, valgrind is
 * not there. To ask it each time would cost more than all else that they do. */
static inline unsigned watched_stack_new(char *low, char *top)
{
	unsigned id = 0;

#ifdef WATCHED_BY_VALGRIND
	if (RUNNING_ON_VALGRIND)
		id = VALGRIND_STACK_REGISTER(low, top) + 1;
#endif
	(void)low, (void)top;
	return id;
}

static inline void watched_stack_gone(unsigned id, char *low, char *top)
{
#ifdef WATCHED_BY_VALGRIND
	if (id != 0)
		VALGRIND_STACK_DEREGISTER(id - 1);
#endif
#ifdef WATCHED_ADDRESSES
	__asan_unpoison_memory_region(low, (size_t)(top - low));
#endif
	(void)id, (void)low, (void)top;
}

/* From now on each use of [low, top) is a mistake, until watched_stack_in_use. */
static inline void watched_stack_idle(unsigned id, char *low, char *top)
{
#ifdef WATCHED_BY_VALGRIND
	if (id != 0)
		VALGRIND_MAKE_MEM_NOACCESS(low, top - low);
#endif
#ifdef WATCHED_ADDRESSES
	__asan_poison_memory_region(low, (size_t)(top - low));
#endif
	(void)id, (void)low, (void)top;
}

static inline void watched_stack_in_use(unsigned id, char *low, char *top)
{
#ifdef WATCHED_BY_VALGRIND
	if (id != 0)
		VALGRIND_MAKE_MEM_UNDEFINED(low, top - low);
#endif
#ifdef WATCHED_ADDRESSES
	__asan_unpoison_memory_region(low, (size_t)(top - low));
#endif
	(void)id, (void)low, (void)top;
}

#endif
