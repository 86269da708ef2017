/* thread_count.h - from chapter 5 on a loop whose tasks all wait ends with a deadlock
 * only if it knows that there is no thread that could wake it. Not every system says how
 * many threads a process has. */
#ifndef THREAD_COUNT_H
#define THREAD_COUNT_H

#include "machines/threads.h"
#include "testing.h"

/* Skips a test in which a loop must know that it is alone. */
static inline void needs_thread_count(void)
{
	if (threads_others() < 0)
		skip_because("this system does not tell how many threads there are");
}

#endif
