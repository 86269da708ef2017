/* backwards.h - a loop in which what is ready at the same time comes in the reverse
 * order. */
#ifndef BACKWARDS_H
#define BACKWARDS_H

#include "events.h"
#include "selectors.h"

int backwards_begin(Loop *loop);
void backwards_end(void);

#endif
