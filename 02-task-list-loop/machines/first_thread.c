/* first_thread.c - the thread that runs before main is the program's first. Systems have
 * calls that know it, too, each its own. */
#include "first_thread.h"

#include <pthread.h>

static pthread_t first;

/* ==== 2.4.1: a clock that jumps ==== */

/* Notes in first that this thread is the first. */
static void remember_first(void)
{
	first = pthread_self();
}

/* Called before main, by the first thread. In a child process, which pthread_atfork
 * tells, the only thread is the first. */
__attribute__((constructor)) static void watch_first(void)
{
	remember_first();
	pthread_atfork(NULL, NULL, remember_first);
}

bool thread_is_first(void)
{
	return pthread_equal(pthread_self(), first);
}
