/* io.h - callbacks for descriptors: functions that the loop calls when a descriptor can
 * be read from, or written to.
 *
 * A function that returns int returns 0, or a negative errno. -ESHUTDOWN: the loop is
 * closed. -EBADF: that is not a descriptor. -EBUSY: the handle is somewhere already, or
 * a task waits for this direction of the descriptor. -ENOMEM: there is no memory. Files
 * and /dev/null can always be read from and written to. */
#ifndef ASYNCIO_IO_H
#define ASYNCIO_IO_H

#include "events.h"

/* loop.add_reader(), loop.add_writer(): calls the handle in each pass in which the
 * descriptor can be read from (or written to), is at its end, or has failed, until it is
 * removed. If the descriptor has a reader (or a writer) already, the new handle takes
 * its place, and the old one is nowhere then. handle_cancel removes the handle. While it
 * is called it stays where it is. If the call fails, everything is as it was. */
MUST_CHECK int loop_add_reader(Loop *loop, int fd, Handle *handle);
MUST_CHECK int loop_add_writer(Loop *loop, int fd, Handle *handle);

/* loop.remove_reader(), loop.remove_writer(): returns 1 if the handle was removed, 0 if
 * there was none. A descriptor of which both are removed is no longer registered with
 * the kernel, so that close(2) will do. */
int loop_remove_reader(Loop *loop, int fd);
int loop_remove_writer(Loop *loop, int fd);

/* sock.close(): closes a descriptor. Its callbacks are removed, and not called. A task
 * that waits for it, or that was woken by it and has not run yet, gets -EBADF. Use this
 * for every descriptor that a task has waited for. On a closed loop it only closes the
 * descriptor. Returns 0, or the error of close(2). */
int loop_close_fd(Loop *loop, int fd);

/* For what is built on descriptors: a wait, after which the descriptor is not
 * watched any more. */

enum { IO_READ, IO_WRITE, IO_DIRECTIONS };

/* A wait for one direction of a descriptor. It lies on the stack of the function that
 * waits. */
typedef struct IoWaiter {
	Links links;         /* among those of the descriptor that were woken */
	struct Watch *watch; /* the descriptor; NULL: it does not wait, or no more */
	Handle *wake;        /* borrowed; scheduled when the wait is over */
	int direction;
	int status; /* -ECANCELED while it waits; then 0: ready; or -EBADF: closed */
} IoWaiter;

/* Begins a wait. When the descriptor is ready in this direction, or when loop_close_fd
 * has closed it, waiter->status is set and wake becomes ready, wherever it was before.
 * Returns 0; -ECANCELED if the loop is closed; -EBADF; -EBUSY if a callback or another
 * waiter has this direction of the descriptor; -ENOMEM, or another error of the
 * kernel's. After an error io_wait_end may be called, but need not. */
MUST_CHECK int io_wait_begin(Loop *loop, int fd, int direction, IoWaiter *waiter,
                             Handle *wake);

/* Ends a wait, whether it is over or not. Does nothing if the wait never began or has
 * ended already. It must be called before the memory of the waiter goes, and before the
 * loop is closed. */
void io_wait_end(IoWaiter *waiter);

#endif
