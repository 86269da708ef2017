/* io.h - callbacks for descriptors: to be called when one can be read from, or written
 * to.
 *
 * A function that returns int returns 0, or a negative errno: -ESHUTDOWN, the loop is
 * closed; -EBADF, not a descriptor; -EBUSY, the handle is somewhere already, or
 * somebody of the other kind (a task, a callback) waits for the same; -ENOMEM. Files
 * and /dev/null can always be read from and written to. */
#ifndef ASYNCIO_IO_H
#define ASYNCIO_IO_H

#include "events.h"

/* loop.add_reader(), loop.add_writer(): calls the handle in each pass in which the
 * descriptor can be read from (or is at its end, or has failed), until it is removed.
 * It takes the place of the one before, which is nowhere then. handle_cancel removes
 * it; while it is called it stays there. */
MUST_CHECK int loop_add_reader(Loop *loop, int fd, Handle *handle);
MUST_CHECK int loop_add_writer(Loop *loop, int fd, Handle *handle);

/* loop.remove_reader(), loop.remove_writer(): 1: it is removed; 0: there was none. When
 * neither is left the system has forgotten the descriptor, too: close(2) will do. */
int loop_remove_reader(Loop *loop, int fd);
int loop_remove_writer(Loop *loop, int fd);

/* Forgets the callbacks of a descriptor, uncalled; whoever waits for it, or has been
 * woken and has not run yet, gets -EBADF; and closes it. For every descriptor that a
 * task has waited for. 0, or what close(2) says. */
int loop_close_fd(Loop *loop, int fd);

/* For what is built on descriptors. */

enum { IO_READ, IO_WRITE, IO_DIRECTIONS };

/* Somebody who waits once for one direction of a descriptor: on the waiter's own
 * stack. */
typedef struct IoWaiter {
	Links links; /* among the waiters of the descriptor that have been woken */
	struct Watch *watch; /* the descriptor; NULL: it is not waiting */
	Handle *wake; /* becomes ready when the wait is over, wherever it was before */
	int direction;
	int status; /* -ECANCELED until then; 0: ready; -EBADF: closed meanwhile */
} IoWaiter;

/* Begins and ends a wait. end may come at any time, even after a begin that has failed,
 * and must come before the waiter's memory goes, or the loop is closed. begin looks at
 * wake. -EBUSY: somebody waits already; -ECANCELED: the loop is closed. */
MUST_CHECK int io_wait_begin(Loop *loop, int fd, int direction, IoWaiter *waiter,
                             Handle *wake);
void io_wait_end(IoWaiter *waiter);

#endif
