/* forked.h - for tests that fork. What parent and child trace is one record, and as the
 * parent waits for its child at once, the record has an order. */
#ifndef FORKED_H
#define FORKED_H

#include "testing.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

/* Waits for a child: its exit status, or minus the signal that ended it. */
static inline int child_status(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* fork(2), but the parent waits for the child, and traces how it has ended: true in the
 * child. */
static inline bool is_forked(void)
{
	fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		return true;
	trace("child:%d", child < 0 ? -999 : child_status(child));
	return false;
}

#endif
