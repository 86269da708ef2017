/* io_tasks.h - generators that say what they wait for, and are not resumed before. */
#ifndef ASYNCIO_IO_TASKS_H
#define ASYNCIO_IO_TASKS_H

#include "io.h"

/* Resumes the generator once in each pass until it ends, as task_list_add does, but not
 * while it waits in one of the next two functions. The loop owns the generator, and frees
 * it; if the call fails, at once. Fails with -ESHUTDOWN, and with -ENOMEM, also if the
 * generator is NULL. */
MUST_CHECK int io_task_add(Loop *loop, Generator *generator);

/* Suspends the running task, however deep inside it this is called, until the descriptor
 * can be read from, or written to. Returns 0; -EBADF if the descriptor is none, or has
 * been closed meanwhile (loop_close_fd); -EBUSY if something waits for this direction of
 * it already; -ECANCELED if the loop is closed; -EPERM if no task of io_task_add runs;
 * -ENOMEM. */
MUST_CHECK int io_readable(int fd);
MUST_CHECK int io_writable(int fd);

#endif
