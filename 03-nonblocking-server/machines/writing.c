/* writing.c - a socket has a flag against SIGPIPE. Anything else has none: there the
 * signal is blocked in this thread, and taken if it has come. */
#include "writing.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

/* ==== Given: step 3.5 needs it for pipes ==== */

static bool sigpipe_is_pending(void)
{
	sigset_t pending;

	return sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1;
}

/* write(2) sends SIGPIPE to the thread that calls it. One that has come before, from
 * another place, is left alone; one that the program ignores never becomes pending. */
static ssize_t write_quietly(int fd, const void *data, size_t n)
{
	bool before = sigpipe_is_pending();
	sigset_t only, old;
	int signo;

	sigemptyset(&only);
	sigaddset(&only, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &only, &old);
	ssize_t written = write(fd, data, n);
	int error = errno;
	if (written < 0 && error == EPIPE && !before && sigpipe_is_pending())
		sigwait(&only, &signo);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return written < 0 ? -error : written;
}

ssize_t io_write(int fd, const void *data, size_t n)
{
	ssize_t sent = send(fd, data, n, MSG_NOSIGNAL);

	if (sent >= 0)
		return sent;
	return errno == ENOTSOCK ? write_quietly(fd, data, n) : -errno;
}
