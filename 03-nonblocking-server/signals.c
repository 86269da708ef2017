/* signals.c - signals as callbacks of a loop: it reads their numbers from a pipe, as from
 * any other descriptor. */
#include "signals.h"
#include "instruments/trace_io.h"
#include "io_selector.h"
#include "signal_handler.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* One signal, of one loop. */
typedef struct SignalWatch {
	Handle *handle; /* of the program */
	Handle due;     /* calls it */
	struct Signals *signals;
	int signo;
	bool wakes; /* the handle counts as something that can wake the loop */
} SignalWatch;

typedef struct Signals {
	IoSelector *selector;
	Loop *loop;
	int ends[2];
	Handle reader, closing;
	SignalWatch watches[NSIG];
} Signals;

/* ==== Step 3.4: a server that survives ==== */

static void signal_fire(void *arg)
{
	SignalWatch *watch = arg;

	signal_is_called(watch->signo);
	watch->handle->fn(watch->handle->arg);
}

/* Whatever has come: one callback for each signal that has a handle. A number in the pipe
 * whose signal is not pending came for a handle that has left since. */
static void signals_read(void *arg)
{
	Signals *signals = arg;
	unsigned char numbers[256];
	ssize_t n = read(signals->ends[0], numbers, sizeof numbers);

	for (ssize_t i = 0; i < n; i++) {
		SignalWatch *watch = &signals->watches[numbers[i]];
		if (watch->handle != NULL && watch->due.leave == NULL &&
		    signal_is_pending(numbers[i]))
			handle_append(&signals->loop->ready, &watch->due);
	}
}

/* The handle of a signal leaves it, which does then what it does by default. Returns
 * whether the signal has come and the handle has not been called since. */
static bool signal_forget(SignalWatch *watch)
{
	watch->handle = NULL;
	watch->signals->selector->outside -= watch->wakes;
	handle_cancel(&watch->due);
	return signal_release(watch->signo, watch->signals->ends[1]);
}

static void signal_leave(Handle *handle)
{
	signal_forget(container_of(handle->slot, SignalWatch, handle));
}

bool signal_take_back(Handle *handle)
{
	if (handle->leave != signal_leave)
		return false;
	handle->leave = NULL;
	return signal_forget(container_of(handle->slot, SignalWatch, handle));
}

bool signals_pending(const IoSelector *selector)
{
	const Signals *signals = selector->signals;
	bool some = false;

	for (int signo = 1; signals != NULL && signo < NSIG; signo++)
		some |= signals->watches[signo].handle != NULL &&
		        signal_is_pending(signo);
	return some;
}

/* With the loop. In a child of fork nothing may be read from the pipe: it is the
 * parent's, too. */
static void signals_close(void *arg)
{
	Signals *signals = arg;

	for (int signo = 1; signo < NSIG; signo++) {
		if (signals->watches[signo].handle != NULL)
			handle_cancel(signals->watches[signo].handle);
	}
	handle_cancel(&signals->reader);
	close(signals->ends[0]);
	close(signals->ends[1]);
	free(signals);
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

/* The handle takes the place of the one before, which is nowhere then. The signal never
 * does what it does by default in between.
 * In the end it tells trace_signal. */
static int signal_set(SignalWatch *watch, Handle *handle, bool wakes)
{
	int error = signal_install(watch->signo, watch->signals->ends[1], !wakes);

	if (error < 0)
		return error;
	if (watch->handle != NULL) {
		watch->handle->leave = NULL;
		watch->signals->selector->outside -= watch->wakes;
	}
	watch->signals->selector->outside += watch->wakes = wakes;
	watch->handle = handle;
	handle->when = INFINITY;
	handle->slot = &watch->handle;
	handle->leave = signal_leave;
	trace_signal(&watch->due, handle, watch->signo);
	return 0;
}

static int signal_add(Loop *loop, int signo, Handle *handle, bool wakes)
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
	return signal_set(watch, handle, wakes);
}

int loop_add_signal_handler(Loop *loop, int signo, Handle *handle)
{
	return signal_add(loop, signo, handle, true);
}

int signal_add_interrupt(Loop *loop, int signo, Handle *handle)
{
	return signal_add(loop, signo, handle, false);
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
