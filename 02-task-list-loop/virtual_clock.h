/* virtual_clock.h - a clock that jumps: it moves by sleeping and by nothing else. Each
 * thread has its own. */
#ifndef ASYNCIO_VIRTUAL_CLOCK_H
#define ASYNCIO_VIRTUAL_CLOCK_H

#include <stdbool.h>

/* Does ASYNCIO_CLOCK=virtual ask for it? */
bool clock_is_virtual(void);

/* And does this thread go by it? The first one does, and one that runs a loop, which its
 * loop says here. */
bool thread_is_virtual(void);
void thread_runs_loop(bool runs);

/* The time of this thread's, in seconds, to read and to move. */
double *virtual_clock(void);

#endif
