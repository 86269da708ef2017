/* virtual_clock.h - a clock that jumps: it moves by sleeping, and by nothing else. Each
 * thread has a virtual clock of its own. */
#ifndef ASYNCIO_VIRTUAL_CLOCK_H
#define ASYNCIO_VIRTUAL_CLOCK_H

#include <stdbool.h>

struct Loop;

/* Returns whether the environment asks for a virtual clock: ASYNCIO_CLOCK=virtual. With
 * ASYNCIO_CLOCK=real, or without the variable, the clock is real. So it is with any other
 * value, and then a line on stderr has said so before main. */
bool clock_is_virtual(void);

/* Returns whether this thread goes by its virtual clock now. */
bool thread_is_virtual(void);

/* Notes that this thread begins, or has ended, to run a loop. */
void thread_runs_loop(bool runs);

/* Returns the time of this thread's virtual clock, in seconds, to read and to move. */
double *virtual_clock(void);

/* How a loop on the virtual clock sleeps: it jumps to the deadline, if nothing is ready
 * when it has looked outside. */
void loop_jump(struct Loop *loop, double deadline);

#endif
