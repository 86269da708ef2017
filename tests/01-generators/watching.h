/* watching.h - what a trace tells of generators. */
#ifndef WATCHING_H
#define WATCHING_H

#include "generator.h"
#include "testing.h"

#include <stdlib.h>

void trace_begin(void); /* 01-generators/instruments/trace_begin.c */

/* From now on this process is watched, by ASYNCIO_TRACE: what it tells goes to stderr. */
static inline void watch(void)
{
	setenv("ASYNCIO_TRACE", "-", 1);
	trace_begin();
}

#endif
