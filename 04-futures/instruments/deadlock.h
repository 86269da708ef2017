/* deadlock.h - what is said when nothing can wake any task of a loop any more. */
#ifndef ASYNCIO_DEADLOCK_H
#define ASYNCIO_DEADLOCK_H

#include "tasks.h"

/* Nothing can wake any task of the loop: reports which tasks there are, and what each of
 * them waits for. */
void tasks_report_deadlock(Loop *loop);

#endif
