/* caught.h - for tests that raise signals. */
#ifndef CAUGHT_H
#define CAUGHT_H

#include "both.h"
#include "signals.h"

#include <signal.h>

/* Somebody takes it: it does not do what it does by default. Look before you raise. */
static inline bool is_caught(int signo)
{
	struct sigaction action;
	sigset_t blocked;

	return (sigaction(signo, NULL, &action) == 0 && action.sa_handler != SIG_DFL) ||
	       (sigprocmask(SIG_BLOCK, NULL, &blocked) == 0 &&
	        sigismember(&blocked, signo) == 1);
}

#endif
