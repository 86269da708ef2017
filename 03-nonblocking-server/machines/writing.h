/* writing.h - write(2) without SIGPIPE. */
#ifndef ASYNCIO_MACHINES_WRITING_H
#define ASYNCIO_MACHINES_WRITING_H

#include <stddef.h>
#include <sys/types.h>

/* Writes what the system takes now, to a socket, a pipe or a terminal. Returns how many
 * bytes that was, or a negative errno: -EPIPE, the other end is closed. Then the
 * signal SIGPIPE, which would end the process, does not come. */
ssize_t io_write(int fd, const void *data, size_t n);

#endif
