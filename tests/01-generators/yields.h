/* yields.h - for tests of bodies, and of programs, that loop until a yield fails. */
#ifndef YIELDS_H
#define YIELDS_H

#include "generator.h"
#include "testing.h"

#include <errno.h>

/* With a yield that does nothing they would loop for ever. */
static inline void needs_yield(void)
{
	if (generator_yield(NULL, NULL) != -EPERM)
		fail_msg("outside any generator, generator_yield should have "
		         "returned -EPERM");
}

#endif
