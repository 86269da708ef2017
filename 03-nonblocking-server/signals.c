/* signals.c - signals as callbacks of a loop. The loop reads their numbers from a pipe,
 * as it reads from any other descriptor. */
#include "signals.h"
#include "instruments/trace_io.h"
#include "io_selector.h"
#include "signal_handler.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* One signal of one loop. */
typedef struct SignalWatch {
	Handle *handle; /* the program's; NULL: none */
	Handle due;     /* calls signal_fire; is ready when the signal has come */
	struct Signals *signals;
	int signo;
	bool wakes; /* the handle counts in selector->outside: it can wake the loop */
} SignalWatch;

/* All signals of one loop. */
typedef struct Signals {
	IoSelector *selector;
	Loop *loop;
	int ends[2];    /* of the pipe: to read from, and to write to */
	Handle reader;  /* of ends[0]; calls signals_read */
	Handle closing; /* on loop->closing; calls signals_close */
	SignalWatch watches[NSIG];
} Signals;

/* Called by loop_close; rung 3.4.6 brings it. */
static void signals_close(void *arg);

/* ==== 3.4.4: a signal calls a callback ==== */

/* Called in a pass when the signal has come: clears that it is pending, and calls the
 * program's callback. */
static void signal_fire(void *arg)
{
	SignalWatch *watch = arg;

	signal_clear_pending(watch->signo);
	watch->handle->fn(watch->handle->arg);
}

/* Called when the pipe can be read from. For each number in it, has signal_fire called,
 * if the signal has a handle and is pending, and signal_fire is not due already. A
 * number whose signal is not pending came for a handle that has been removed since. */
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

/* Removes the handle, which has left already: the watch has none, selector->outside no
 * longer counts it, due is cancelled, and the signal is released. Returns what
 * signal_release returns: whether the signal has come and the handle has not been called
 * since. */
static bool signal_forget(SignalWatch *watch)
{
	watch->handle = NULL;
	watch->signals->selector->outside -= watch->wakes;
	handle_cancel(&watch->due);
	return signal_release(watch->signo, watch->signals->ends[1]);
}

/* How a handle leaves its signal: handle_cancel calls this before it sets handle->leave
 * to NULL. handle->slot points to the handle of a SignalWatch: forgets that one. */
static void signal_leave(Handle *handle)
{
	signal_forget(container_of(handle->slot, SignalWatch, handle));
}

/* Makes what a loop needs for its first signal, in this order: zeroed memory, a pipe
 * (io_pipe), a reader of the pipe, and a handle at the end of loop->closing. Then
 * selector->signals points to it, and selector->own counts the reader, which is nothing
 * that the program waits for. Returns 0, -ENOMEM, or why there can be no pipe or no
 * reader. If it fails, nothing remains: without a pipe the memory is freed, and without
 * a reader signals_close frees all; it has nothing else to take back then. */
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

/* Gives the signal this handle. First the signal is installed, and insists if the handle
 * does not wake the loop; if that fails, the error is returned and nothing has changed.
 * It was installed all the time if there was a handle before, so it never does what it
 * does by default in between. That handle is nowhere afterwards (its leave is NULL), and
 * does not count in selector->outside. The new one counts there if wakes is true. Its
 * when is INFINITY, its slot is &watch->handle, and it leaves by signal_leave. At the
 * end trace_signal is told of it. Returns 0. */
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

/* Refuses with -ESHUTDOWN if the loop is closed, with -EINVAL if there is no such signal
 * (they are 1 to NSIG - 1), with -EBUSY if the handle is somewhere already, or with the
 * error of signals_new, which is called for the first signal of the loop. Otherwise
 * fills in the signal's watch, if this is its first handle (due.fn is NULL until then),
 * and returns what signal_set returns. loop->selector is an IoSelector in every chapter
 * from this one on. */
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

/* ==== 3.4.6: a loop gives its signals back ==== */

/* Cancels the signal's handle, and returns 1. Returns 0 if there is none: the loop is
 * closed or has never had a signal, or there is no such signal. */
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

/* Called by loop_close, and by signals_new if there is no reader. Cancels all handles of
 * signals and the pipe's reader, closes both ends of the pipe, and frees the memory. In
 * a child of fork nothing may be read from the pipe, which is the parent's, too. */
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

/* ==== 3.4.7: a signal that interrupts a run ==== */

int signal_add_interrupt(Loop *loop, int signo, Handle *handle)
{
	return signal_add(loop, signo, handle, false);
}

/* Returns false, and changes nothing, if the handle is not a signal's (its leave is not
 * signal_leave). Otherwise it is nowhere afterwards, and what signal_forget returns is
 * returned. */
bool signal_take_back(Handle *handle)
{
	if (handle->leave != signal_leave)
		return false;
	handle->leave = NULL;
	return signal_forget(container_of(handle->slot, SignalWatch, handle));
}

/* Called by io_can_wake (sleeping.c). Returns whether any signal that has a
 * handle is pending. selector->signals is NULL if the loop has never had a signal. */
bool signals_pending(const IoSelector *selector)
{
	const Signals *signals = selector->signals;
	bool some = false;

	for (int signo = 1; signals != NULL && signo < NSIG; signo++)
		some |= signals->watches[signo].handle != NULL &&
		        signal_is_pending(signo);
	return some;
}
