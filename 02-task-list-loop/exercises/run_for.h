/* run_for.h - runs a loop for some time. */
#ifndef RUN_FOR_H
#define RUN_FOR_H

#include "events.h"

int run_for(Loop *loop, double seconds);

#endif
