/* called.h - a callback whose argument is its name, for the record. */
#ifndef CALLED_H
#define CALLED_H

#include "testing.h"

static inline void called(void *name)
{
	trace("%s", (const char *)name);
}

#endif
