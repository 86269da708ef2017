/* io_tasks.h - generators that say what they wait for. */
#ifndef ASYNCIO_IO_TASKS_H
#define ASYNCIO_IO_TASKS_H

#include "io.h"

/* As task_list_add, for generators that call the next two: such a one has no turn
 * while it waits. (One that merely yields has a turn in each pass.) */
MUST_CHECK int io_task_add(Loop *loop, Generator *generator);

/* Pauses the running task, from however deep inside it, until the descriptor can be read
 * from or written to. 0; -EBADF: it was closed meanwhile (loop_close_fd), or is none;
 * -EBUSY: somebody waits for it already; -ECANCELED: the loop is closed; -EPERM: there is
 * no such task; -ENOMEM. */
MUST_CHECK int io_readable(int fd);
MUST_CHECK int io_writable(int fd);

#endif
