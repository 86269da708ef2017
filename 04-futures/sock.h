/* sock.h - sockets that tasks can await: loop.sock_recv and its like.
 *
 * The descriptors are non-blocking, which is the caller's business; those that are
 * accepted are. Each is closed with loop_close_fd: who waits for it then gets
 * -EBADF. All return a negative errno when they fail: -ECANCELED; -EPERM, it would
 * have to wait and no task is running; -EBUSY, somebody waits for the same already;
 * -EINVAL, it is not the running loop; or the system's. */
#ifndef ASYNCIO_SOCK_H
#define ASYNCIO_SOCK_H

#include "io.h"
#include "tasks.h"

#include <sys/socket.h>
#include <sys/types.h>

/* conn, _ = await loop.sock_accept(sock): a descriptor, yours to close, non-blocking.
 * Connections that have failed before they were accepted are passed over. */
MUST_CHECK int loop_sock_accept(Loop *loop, int fd);

/* await loop.sock_connect(sock, address). */
MUST_CHECK int loop_sock_connect(Loop *loop, int fd, const struct sockaddr *address,
                                 socklen_t size);

/* data = await loop.sock_recv(sock, n): what is there, 1 to n bytes; 0: the other side
 * has ended its half, or n is 0, for which it does not wait. A task that has read all
 * there was, and has answered, waits before it looks again. */
MUST_CHECK ssize_t loop_sock_recv(Loop *loop, int fd, void *buffer, size_t n);

/* await loop.sock_sendall(sock, data): returns when the system has taken all n
 * bytes. */
MUST_CHECK int loop_sock_sendall(Loop *loop, int fd, const void *data, size_t n);

/* Waits until a read(2) from the descriptor, or a write(2) to it, would not block, and
 * returns 0; the call itself is the caller's. For what is no stream socket: datagrams, a
 * pipe, the output of a child process. A descriptor at its end, or with an error, is
 * ready, because the call would say so at once; a file is always ready. Borrows the
 * descriptor, which loop_close_fd closes: close(2) would not wake the task that waits.
 * The loop is the running task's. -EBADF: it is no descriptor, or was closed by
 * loop_close_fd meanwhile; -EBUSY: another task or a callback waits for the same;
 * -EPERM: no task is running; -ECANCELED; -ENOMEM. Python has loop.add_reader for it. */
MUST_CHECK int asyncio_wait_readable(int fd);
MUST_CHECK int asyncio_wait_writable(int fd);

#endif
