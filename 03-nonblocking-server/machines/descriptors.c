/* descriptors.c - in one call, where the system has one for it. Elsewhere (macOS) each
 * descriptor is changed once it is there: a program that another thread starts in between
 * inherits it. -DCONTEXT_PORTABLE and -U__linux__ ask for that, too. */
#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

/* ==== Given: the server of step 3.1 needs them ==== */

#if !defined CONTEXT_PORTABLE && \
	(defined __linux__ || defined __FreeBSD__ || defined __NetBSD__ || \
	 defined __OpenBSD__ || defined __DragonFly__)

enum { SOCKET_FLAGS = SOCK_NONBLOCK | SOCK_CLOEXEC };

static int descriptor_accept(int listener)
{
	return accept4(listener, NULL, NULL, SOCKET_FLAGS);
}

static int descriptors_pipe(int ends[2])
{
	return pipe2(ends, O_NONBLOCK | O_CLOEXEC);
}

static int descriptor_change(int fd)
{
	return fd;
}

#else

enum { SOCKET_FLAGS = 0 };

static int descriptor_accept(int listener)
{
	return accept(listener, NULL, NULL);
}

static int descriptors_pipe(int ends[2])
{
	return pipe(ends);
}

/* Returns the descriptor; or a negative errno, and then it is closed. */
static int descriptor_change(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) >= 0 &&
	    fcntl(fd, F_SETFD, FD_CLOEXEC) >= 0)
		return fd;
	int error = -errno;
	close(fd);
	return error;
}

#endif

static int descriptors_change(int ends[2])
{
	int one = descriptor_change(ends[0]), other = descriptor_change(ends[1]);

	if (one >= 0 && other >= 0)
		return 0;
	if (one >= 0)
		close(one);
	if (other >= 0)
		close(other);
	return one < 0 ? one : other;
}

int io_socket(int family, int type, int protocol)
{
	int fd = socket(family, type | SOCKET_FLAGS, protocol);

	return fd < 0 ? -errno : descriptor_change(fd);
}

int io_accept(int listener)
{
	int fd = descriptor_accept(listener);

	return fd < 0 ? -errno : descriptor_change(fd);
}

int io_pipe(int ends[2])
{
	return descriptors_pipe(ends) < 0 ? -errno : descriptors_change(ends);
}

int io_socketpair(int ends[2])
{
	int status = socketpair(AF_UNIX, SOCK_STREAM | SOCKET_FLAGS, 0, ends);

	return status < 0 ? -errno : descriptors_change(ends);
}
