/* signals.h - signals as callbacks of a loop. They belong to the process that has asked
 * for them: in a child of fork(2) the signals that a loop of the parent's handles do
 * what they do by default, and what is sent to the child never reaches the parent's
 * callbacks. */
#ifndef ASYNCIO_SIGNALS_H
#define ASYNCIO_SIGNALS_H

#include "events.h"

/* loop.add_signal_handler(): has the handle called, as an ordinary callback in a pass,
 * whenever the signal has come. If the signal comes twice before the callback runs, it
 * may be called once. The handle takes the place of the one before, which is nowhere
 * then; it stays there while it is called, and handle_cancel removes it. -ESHUTDOWN: the
 * loop is closed; -EINVAL: there is no such signal, or it cannot be caught; -EBUSY: the
 * handle is somewhere already, or another loop has the signal; -ENOMEM, or why there can
 * be no pipe: -EMFILE, for example. */
MUST_CHECK int loop_add_signal_handler(Loop *loop, int signo, Handle *handle);

/* loop.remove_signal_handler(): returns 1 if the handle is removed, and the signal does
 * what it does by default; 0 if there was none. */
int loop_remove_signal_handler(Loop *loop, int signo);

/* For what is built on signals. */

/* As loop_add_signal_handler, for a signal that interrupts a run. There are two
 * differences: the handle is nothing that the loop waits for; and if the signal comes
 * again before the handle has been called, because the loop computes or blocks, it does
 * at once what it does by default. */
MUST_CHECK int signal_add_interrupt(Loop *loop, int signo, Handle *handle);

/* Removes such a handle, as handle_cancel does. Returns whether its signal has come
 * without the handle having been called since. */
bool signal_take_back(Handle *handle);

#endif
