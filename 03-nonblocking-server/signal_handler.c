/* signal_handler.c - a signal handler may do next to nothing. Ours writes the number of
 * the signal to a pipe, of the loop that has it. */
#include "signal_handler.h"
#include "io_selector.h"

#include <errno.h>
#include <pthread.h>
#include <unistd.h>

/* For each signal, the pipe of the loop that has it, plus one; 0: no loop has. */
static atomic_int pipes[NSIG];

/* It has come, and its callback has not been called since. */
static atomic_bool pending[NSIG];

/* The process ends if it comes again while it is pending. */
static atomic_bool insistent[NSIG];

/* The process that has all these. A child of fork(2) has our handler too, until
 * signals_forked is called there; a child of vfork(2) until it runs another program. */
static atomic_int owner;

/* ==== Step 3.4: a server that survives ==== */

/* Notes that a signal has come, and writes its number if it is the first since its
 * callback was called, so the pipe is never full. false: the signal is not for a loop of
 * this process, or it insists: it is to do what it does by default. */
static bool signal_note(int signo)
{
	int pipe = atomic_load(&pipes[signo]) - 1;
	unsigned char number = (unsigned char)signo;
	ssize_t written;

	if (getpid() != atomic_load(&owner))
		return false;
	if (pipe < 0)
		return true; /* it has just been released */
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

/* Interrupts whatever is running, whose errno it leaves as it is. A signal that is sent
 * here comes when the handler has returned. After vfork(2) raise(3) would send it to the
 * parent's thread, because the child still has that thread's memory. */
static void signals_handler(int signo)
{
	int error = errno;

	if (!signal_note(signo)) {
		signal(signo, SIG_DFL);
		kill(getpid(), signo);
	}
	errno = error;
}

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

void signal_is_called(int signo)
{
	atomic_store(&pending[signo], false);
}

/* In a child of fork: the pipes are the parent's, and so are the signals in them. Those
 * of the child do what they do by default. */
static void signals_forked(void)
{
	for (int signo = 1; signo < NSIG; signo++)
		signal_release(signo, atomic_load(&pipes[signo]) - 1);
}

__attribute__((constructor)) static void signals_begin(void)
{
	pthread_atfork(NULL, NULL, signals_forked);
}
