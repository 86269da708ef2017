/* signal_handler.h - signals are sent to a process, and a process has one handler for
 * each signal. Here is what belongs to the process; what belongs to a loop is in
 * signals.c. */
#ifndef ASYNCIO_SIGNAL_HANDLER_H
#define ASYNCIO_SIGNAL_HANDLER_H

#include <signal.h>
#include <stdbool.h>

#ifndef NSIG
#define NSIG 65
#endif

/* Installs a handler which writes the signal's number, one byte, to the pipe when the
 * signal comes. The signal is pending then, until signal_clear_pending is called, and
 * while it is pending its number is not written again. If it comes again while it is
 * pending and insists is true, it does what it does by default. If it has been installed
 * with the same pipe before, it is installed anew, and insists is what it is now. The
 * pipe must not block, and must not be closed before signal_release. Returns 0; -EBUSY:
 * the signal has another pipe; -EINVAL: it cannot be caught. */
int signal_install(int signo, int pipe, bool insists);

/* If the signal has this pipe, takes it away, and lets the signal do what it does by
 * default, unless the program has installed a handler of its own since. Returns whether
 * the signal was pending. It is not pending afterwards. */
bool signal_release(int signo, int pipe);

/* Returns whether the signal has come and signal_clear_pending has not been called
 * since. */
bool signal_is_pending(int signo);

/* Called right before the callback of the signal is called: when the signal comes next,
 * its number is written again. */
void signal_clear_pending(int signo);

#endif
