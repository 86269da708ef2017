/* signals.c - a signal handler may do next to nothing. Ours writes the number of the
 * signal to a pipe; the loop reads from it as from any other descriptor. */
#include "signals.h"
#include "io_selector.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#ifndef NSIG
#define NSIG 65
#endif

/* For each signal, the pipe of the loop that has it, plus one; 0: no loop has. Of the
 * process, for that is what a signal is sent to. */
static atomic_int pipes[NSIG];

/* It is in the pipe: once is enough, and so the pipe is never full. */
static atomic_bool pending[NSIG];

/* One signal, of one loop. */
typedef struct SignalWatch {
	Handle *handle; /* of the program */
	Handle due;     /* calls it */
	struct Signals *signals;
	int signo;
	bool wakes; /* it counts as something that can wake the loop */
} SignalWatch;

typedef struct Signals {
	IoSelector *selector;
	Loop *loop;
	int ends[2];
	Handle reader, closing;
	SignalWatch watches[NSIG];
} Signals;

/* ==== Step 3.4: a server that survives ==== */

/* errno is the interrupted function's. */
static void signals_handler(int signo)
{
	int error = errno, pipe = atomic_load(&pipes[signo]) - 1;
	unsigned char number = (unsigned char)signo;

	if (pipe >= 0 && !atomic_exchange(&pending[signo], true) &&
	    write(pipe, &number, 1) < 0)
		atomic_store(&pending[signo], false);
	atomic_fetch_add(&io_knocks, 1);
	errno = error;
}

static void signal_fire(void *arg)
{
	SignalWatch *watch = arg;

	watch->handle->fn(watch->handle->arg);
}

/* Whatever has come: one callback for each signal that somebody still wants. */
static void signals_read(void *arg)
{
	Signals *signals = arg;
	unsigned char numbers[256];
	ssize_t n = read(signals->ends[0], numbers, sizeof numbers);

	for (ssize_t i = 0; i < n; i++) {
		SignalWatch *watch = &signals->watches[numbers[i]];
		atomic_store(&pending[numbers[i]], false);
		if (watch->handle != NULL && watch->due.leave == NULL)
			handle_append(&signals->loop->ready, &watch->due);
	}
}

/* How a handle leaves its signal, which does then what it does by default. */
static void signal_leave(Handle *handle)
{
	SignalWatch *watch = container_of(handle->slot, SignalWatch, handle);

	watch->handle = NULL;
	watch->signals->selector->outside -= watch->wakes;
	handle_cancel(&watch->due);
	signal(watch->signo, SIG_DFL);
	atomic_store(&pipes[watch->signo], 0);
	/* What is in our pipe came for nobody, and must not keep the next loop's out. */
	atomic_store(&pending[watch->signo], false);
}

/* With the loop. What is still in the pipe has come for nobody. */
static void signals_close(void *arg)
{
	Signals *signals = arg;
	unsigned char number;

	for (int signo = 1; signo < NSIG; signo++) {
		if (signals->watches[signo].handle != NULL)
			handle_cancel(signals->watches[signo].handle);
	}
	handle_cancel(&signals->reader);
	while (read(signals->ends[0], &number, 1) == 1)
		atomic_store(&pending[number], false);
	close(signals->ends[0]);
	close(signals->ends[1]);
	free(signals);
}

int io_pipe(int ends[2])
{
	if (pipe(ends) < 0)
		return -errno;
	for (int i = 0; i < 2; i++) {
		fcntl(ends[i], F_SETFD, FD_CLOEXEC);
		fcntl(ends[i], F_SETFL, O_NONBLOCK);
	}
	return 0;
}

/* The first signal of a loop brings its pipe, which counts as nothing to wait for. */
static int signals_new(Loop *loop, IoSelector *selector)
{
	Signals *signals = calloc(1, sizeof *signals);
	int error = signals == NULL ? -ENOMEM : io_pipe(signals->ends);

	if (error < 0) {
		free(signals);
		return error;
	}
	signals->selector = selector;
	signals->loop = loop;
	signals->reader = (Handle)HANDLE(signals_read, signals);
	signals->closing = (Handle)HANDLE(signals_close, signals);
	error = loop_add_reader(loop, signals->ends[0], &signals->reader);
	if (error < 0) {
		signals_close(signals);
		return error;
	}
	handle_append(&loop->closing, &signals->closing);
	selector->signals = signals;
	selector->own++;
	return 0;
}

static int signal_install(SignalWatch *watch)
{
	struct sigaction action = { .sa_handler = signals_handler,
		                    .sa_flags = SA_RESTART };
	int nobody = 0;

	sigfillset(&action.sa_mask);
	if (!atomic_compare_exchange_strong(&pipes[watch->signo], &nobody,
	                                    watch->signals->ends[1] + 1))
		return -EBUSY;
	if (sigaction(watch->signo, &action, NULL) == 0)
		return 0;
	atomic_store(&pipes[watch->signo], 0);
	return -EINVAL;
}

int signal_add(Loop *loop, int signo, Handle *handle, bool wakes)
{
	IoSelector *selector = (IoSelector *)(void *)loop->selector;

	if (loop->closed)
		return -ESHUTDOWN;
	if (signo <= 0 || signo >= NSIG)
		return -EINVAL;
	if (handle->leave != NULL)
		return -EBUSY;
	int error = selector->signals == NULL ? signals_new(loop, selector) : 0;
	if (error < 0)
		return error;
	SignalWatch *watch = &selector->signals->watches[signo];
	watch->signals = selector->signals;
	watch->signo = signo;
	if (watch->due.fn == NULL)
		watch->due = (Handle)HANDLE(signal_fire, watch);
	error = watch->handle == NULL ? signal_install(watch) : 0;
	if (error < 0)
		return error;
	if (watch->handle != NULL) { /* and no default in between */
		watch->handle->leave = NULL;
		selector->outside -= watch->wakes;
	}
	selector->outside += watch->wakes = wakes;
	watch->handle = handle;
	handle->when = INFINITY;
	handle->slot = &watch->handle;
	handle->leave = signal_leave;
	return 0;
}

int loop_add_signal_handler(Loop *loop, int signo, Handle *handle)
{
	return signal_add(loop, signo, handle, true);
}

int loop_remove_signal_handler(Loop *loop, int signo)
{
	Signals *signals = loop->closed ? NULL
	                                : ((IoSelector *)(void *)loop->selector)->signals;

	if (signals == NULL || signo <= 0 || signo >= NSIG ||
	    signals->watches[signo].handle == NULL)
		return 0;
	handle_cancel(signals->watches[signo].handle);
	return 1;
}
