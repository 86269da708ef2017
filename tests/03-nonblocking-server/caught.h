/* caught.h - for tests that raise signals. */
#ifndef CAUGHT_H
#define CAUGHT_H

#include "both.h"
#include "signals.h"

#include <signal.h>

/* Returns whether the signal has a handler or is blocked, so that raising it does not do
 * what it does by default. Look before you raise. */
static inline bool is_caught(int signo)
{
	struct sigaction action;
	sigset_t blocked;

	return (sigaction(signo, NULL, &action) == 0 && action.sa_handler != SIG_DFL) ||
	       (sigprocmask(SIG_BLOCK, NULL, &blocked) == 0 &&
	        sigismember(&blocked, signo) == 1);
}

/* A callback of a signal, which traces its name, and cancels its handle when it has been
 * called so many times. */
typedef struct Catcher {
	const char *name;
	Loop *loop;
	int times;
	Handle handle;
} Catcher;

static inline void catches(void *arg)
{
	Catcher *catcher = arg;

	trace("%s%s", catcher->name,
	      asyncio_get_running_loop() == catcher->loop ? "" : ":outside");
	if (--catcher->times <= 0)
		handle_cancel(&catcher->handle);
}

#endif
