/* signal_handler.h - signals are sent to a process, and a process has one handler for
 * each: here is what belongs to the process, in signals.c what belongs to a loop. */
#ifndef ASYNCIO_SIGNAL_HANDLER_H
#define ASYNCIO_SIGNAL_HANDLER_H

#include <signal.h>
#include <stdbool.h>

#ifndef NSIG
#define NSIG 65
#endif

/* Has the process write the number of the signal, a byte, to the pipe when the signal
 * comes: once, until signal_is_called. If the signal insists and comes again before that,
 * it does what it does by default. Again, with the same pipe: only whether it insists
 * changes. The pipe does not block, and is not closed before signal_release. 0; -EBUSY:
 * the signal has another pipe; -EINVAL: it cannot be caught. */
int signal_install(int signo, int pipe, bool insists);

/* Has the signal do what it does by default, if the pipe is the one it has and the
 * program has not handled it by other means since. Returns whether it has come and
 * signal_is_called has not been called since. */
bool signal_release(int signo, int pipe);

/* Has it come, and signal_is_called has not been called since? */
bool signal_is_pending(int signo);

/* Its callback is about to be called: from now on its number is written again. */
void signal_is_called(int signo);

#endif
