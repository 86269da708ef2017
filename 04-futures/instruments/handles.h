/* handles.h - handles whose storage goes while they are still somewhere. */
#ifndef ASYNCIO_HANDLES_H
#define ASYNCIO_HANDLES_H

#include "tasks.h"

/* Called when a task has run, while its memory is still there. Looks through what is
 * ready and through the timers, a thousand of each, for handles in that part of its stack
 * which nothing uses any more: the functions whose local variables they were have
 * returned. Each is reported, and taken back, because it must not be called. */
void task_check_handles(TaskObject *task);

#endif
