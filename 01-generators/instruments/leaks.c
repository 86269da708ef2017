/* leaks.c - a body that calls exit() is no reason for LeakSanitizer to complain.
 *
 * At exit LeakSanitizer looks for memory that nobody refers to. It looks at the stack
 * that is in use then. The others, to which nobody will return, are those of the thread
 * and of all paused bodies; what they refer to has not been forgotten. When main returns
 * it is another matter: a body that is still paused then was forgotten. */
#include "leaks.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* A symbol that is there only if LeakSanitizer is. */
#if defined __linux__ && defined __ELF__
void __lsan_register_root_region(const void *low, size_t size) __attribute__((weak));
#define LOOK_AT __lsan_register_root_region
#else
#define LOOK_AT ((void (*)(const void *low, size_t size))0)
#endif

static EachStack *each;
static uintptr_t frame; /* of leaks_at_exit */
static bool in_a_body;  /* it lies on one of these stacks */

/* ==== Given: what is said to sanitizers ==== */

static void look_at_the_stack_of_the_thread(void)
{
#ifdef __linux__
	pthread_attr_t attributes;
	void *low;
	size_t size;

	if (pthread_getattr_np(pthread_self(), &attributes) != 0)
		return;
	if (pthread_attr_getstack(&attributes, &low, &size) == 0)
		LOOK_AT(low, size);
	pthread_attr_destroy(&attributes);
#endif
}

/* Does leaks_at_exit run on this stack? */
static void look_for_the_frame(const void *low, size_t size)
{
	in_a_body = in_a_body || frame - (uintptr_t)low < size;
}

static void leaks_at_exit(void)
{
	frame = (uintptr_t)__builtin_frame_address(0);
	each(look_for_the_frame);
	if (!in_a_body)
		return;
	look_at_the_stack_of_the_thread();
	each(LOOK_AT);
}

static void leaks_begin(void)
{
	atexit(leaks_at_exit);
}

void leaks_watch(EachStack *each_stack)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	if (LOOK_AT == NULL)
		return;
	each = each_stack;
	pthread_once(&once, leaks_begin);
}
