/* alternate.h - a signal stack that is there before any generator is. */
#ifndef ALTERNATE_H
#define ALTERNATE_H

#include "testing.h"

#include <signal.h>

/* Some sanitizers make one for their own handlers: then the library leaves it alone.
 * Call this before a generator is made. */
static inline void needs_no_other_alternate_stack(void)
{
	stack_t stack = { 0 };

	if (SANITIZED || sigaltstack(NULL, &stack) < 0 || !(stack.ss_flags & SS_DISABLE))
		skip_because("the sanitizer has an alternate stack of its own");
}

#endif
