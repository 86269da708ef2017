/* signal_handler.c - a signal handler may do next to nothing. Ours writes the number of
 * the signal to a pipe, from which a loop reads it. */
#include "signal_handler.h"
#include "io_selector.h"

#include <errno.h>
#include <pthread.h>
#include <unistd.h>

/* For each signal, the pipe of the loop that handles it, plus one; 0: no loop does. */
static atomic_int pipes[NSIG];

/* The signal has come, and its callback has not been called since. */
static atomic_bool pending[NSIG];

/* If the signal comes again while it is pending, it does what it does by default. */
static atomic_bool insistent[NSIG];

/* The process that has called signal_install last. A child of fork(2) has its handlers,
 * too, until signals_forked is called there; a child of vfork(2) has them until it runs
 * another program. */
static atomic_int owner;

/* Called by signal_note; rung 3.4.8 brings it. */
static bool signals_are_inherited(void);

/* ==== 3.4.3: a signal becomes a byte in a pipe ==== */

/* Called by the handler. First returns false if signals_are_inherited. Then returns true
 * if the signal has no pipe, because it has been released at this very moment. Then
 * makes the signal pending (atomic_exchange); if it was pending already, returns whether
 * it is not insistent. Otherwise writes its number to the pipe, and tries again if the
 * write was interrupted (EINTR). If the number cannot be written, the signal is not
 * pending after all. Whether it could be written or not, adds 1 to io_wakeups, and
 * returns true.
 *
 * false means that the signal is to do what it does by default. */
static bool signal_note(int signo)
{
	int pipe = atomic_load(&pipes[signo]) - 1;
	unsigned char number = (unsigned char)signo;
	ssize_t written;

	if (signals_are_inherited())
		return false;
	if (pipe < 0)
		return true;
	if (atomic_exchange(&pending[signo], true))
		return !atomic_load(&insistent[signo]);
	do
		written = write(pipe, &number, 1);
	while (written < 0 && errno == EINTR);
	if (written < 0)
		atomic_store(&pending[signo], false);
	atomic_fetch_add(&io_wakeups, 1);
	return true;
}

/* The handler. It interrupts whatever is running, whose errno it leaves as it is. A
 * signal that is sent here comes when the handler has returned. It is sent with kill(2),
 * because after vfork(2) raise(3) would send it to the parent's thread: the child still
 * has that thread's memory. */
static void signals_handler(int signo)
{
	int error = errno;

	if (!signal_note(signo)) {
		signal(signo, SIG_DFL);
		kill(getpid(), signo);
	}
	errno = error;
}

/* Takes the pipe first, if it is free (atomic_compare_exchange_strong), because two loops
 * in two threads may want one signal. Then, also if the signal has this pipe already,
 * sets owner and insistent, and at last calls sigaction(2), with all other signals
 * blocked during the handler, and with SA_RESTART, so that calls that the signal
 * interrupts go on. If sigaction fails the signal has no pipe again. */
int signal_install(int signo, int pipe, bool insists)
{
	struct sigaction action = { .sa_handler = signals_handler,
		                    .sa_flags = SA_RESTART };
	int before = 0;

	sigfillset(&action.sa_mask);
	if (!atomic_compare_exchange_strong(&pipes[signo], &before, pipe + 1) &&
	    before != pipe + 1)
		return -EBUSY;
	atomic_store(&owner, getpid());
	atomic_store(&insistent[signo], insists);
	if (sigaction(signo, &action, NULL) == 0)
		return 0;
	atomic_store(&pipes[signo], 0);
	return -EINVAL;
}

/* Restores the default first, and then takes the pipe away, so that there is a pipe as
 * long as there is our handler. A handler that is not signals_handler any more stays. */
bool signal_release(int signo, int pipe)
{
	struct sigaction now;

	if (atomic_load(&pipes[signo]) != pipe + 1)
		return false;
	if (sigaction(signo, NULL, &now) == 0 && now.sa_handler == signals_handler)
		signal(signo, SIG_DFL);
	atomic_store(&pipes[signo], 0);
	return atomic_exchange(&pending[signo], false);
}

bool signal_is_pending(int signo)
{
	return atomic_load(&pending[signo]);
}

void signal_clear_pending(int signo)
{
	atomic_store(&pending[signo], false);
}

/* ==== 3.4.8, may be skipped at first: signals in a child of fork ==== */

/* Returns whether this process is not the owner: it is a child of it. */
static bool signals_are_inherited(void)
{
	return getpid() != atomic_load(&owner);
}

/* Called in a child of fork(2), before fork returns there. Releases every signal that
 * has a pipe: the pipes are the parent's, and so are the signals in them. */
static void signals_forked(void)
{
	for (int signo = 1; signo < NSIG; signo++)
		signal_release(signo, atomic_load(&pipes[signo]) - 1);
}

/* Called before main. Has signals_forked called in every child: pthread_atfork(3). */
__attribute__((constructor)) static void signals_begin(void)
{
	pthread_atfork(NULL, NULL, signals_forked);
}
