/* signals.h - signals as callbacks of a loop. */
#ifndef ASYNCIO_SIGNALS_H
#define ASYNCIO_SIGNALS_H

#include "events.h"

/* loop.add_signal_handler(): calls the handle, as an ordinary callback in a pass,
 * whenever the signal has come; two that come before it runs may be one. It takes the
 * place of the one before. handle_cancel removes it; while it is called it stays
 * there. -ESHUTDOWN: the loop is closed; -EINVAL: no signal, or none that can be
 * caught; -EBUSY: the handle is somewhere already, or another loop has the signal. */
int loop_add_signal_handler(Loop *loop, int signo, Handle *handle);

/* loop.remove_signal_handler(): 1: removed, and the signal does what it does by default;
 * 0: there was none. */
int loop_remove_signal_handler(Loop *loop, int signo);

/* For what is built on signals: loop_add_signal_handler, of a handle that does not
 * count as something that somebody waits for unless wakes is true. */
int signal_add(Loop *loop, int signo, Handle *handle, bool wakes);

#endif
