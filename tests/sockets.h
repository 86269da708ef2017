/* sockets.h - sockets that do not block: not every system makes them in one call. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include <fcntl.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* The descriptor, which does not block from here on. */
static inline int unblocked(int fd)
{
	if (fd >= 0)
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	return fd;
}

/* Two connected Unix sockets of this type. 0, or -1. */
static inline int unblocked_pair(int type, int pair[2])
{
	int status = socketpair(AF_UNIX, type, 0, pair);

	for (int i = 0; status == 0 && i < 2; i++)
		unblocked(pair[i]);
	return status;
}

#endif
