/* running.c - which generator runs in this thread. generator.c, and what tells of
 * generators, both need to know; so it belongs to neither of them. */
#include "generator.h"

_Thread_local Generator *generator_current;
