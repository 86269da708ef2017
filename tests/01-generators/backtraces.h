/* backtraces.h - backtrace(), where this libc has it and finds frames with it. */
#ifndef BACKTRACES_H
#define BACKTRACES_H

#include "testing.h"

#if defined __has_include
#if __has_include(<execinfo.h>)
#include <execinfo.h>
#define EXECINFO
#endif
#endif
#ifndef EXECINFO
static inline int backtrace(void **found, int n)
{
	return 0;
}
#endif

/* Skips a test of backtraces if there are none even on the thread's own stack: some libcs
 * have no such function, and on 32-bit ARM the compiler writes no tables for C. */
static inline void needs_backtraces(void)
{
	void *found[4];

	if (backtrace(found, 4) < 1)
		skip_because("this system gives no backtraces");
}

#endif
