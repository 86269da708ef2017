/* weights.h - generators that share a loop, some with more of it than others. */
#ifndef WEIGHTS_H
#define WEIGHTS_H

#include "events.h"

int weighted_add(Loop *loop, Generator *generator, int weight);

#endif
