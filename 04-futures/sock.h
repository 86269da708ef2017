/* sock.h - sockets that tasks can await: loop.sock_recv and its like.
 *
 * The caller makes sure that the descriptors are non-blocking; those that are accepted
 * are. Each of them is closed with loop_close_fd, and a task that waits for it gets
 * -EBADF. A function that fails returns a negative errno: -ECANCELED, the task was
 * cancelled while it waited, and that wins over -EBADF; -EPERM, it would have to wait
 * and no task is running; -EBUSY, another task or a callback waits for the same
 * direction of the descriptor; -EINVAL, the loop is not the one that runs here;
 * -ESHUTDOWN, the loop is closed; or the system's error. */
#ifndef ASYNCIO_SOCK_H
#define ASYNCIO_SOCK_H

#include "io.h"
#include "tasks.h"

#include <sys/socket.h>
#include <sys/types.h>

/* conn, _ = await loop.sock_accept(sock): waits for a connection, and returns its
 * descriptor, which is non-blocking, and yours to close. Connections that have failed
 * before they were accepted are passed over. */
MUST_CHECK int loop_sock_accept(Loop *loop, int fd);

/* await loop.sock_connect(sock, address): connects the socket, and returns 0 when it is
 * connected. If it is cancelled the system goes on connecting: a second call waits for
 * the same connection. */
MUST_CHECK int loop_sock_connect(Loop *loop, int fd, const struct sockaddr *address,
                                 socklen_t size);

/* data = await loop.sock_recv(sock, n): waits until something is there, and returns how
 * many bytes it has received, 1 to n. Returns 0 at the end of the stream, when the other
 * side has sent all it will send; and for an n of 0, without waiting. A task that has
 * received all that was there, and has answered, waits before it looks again. */
MUST_CHECK ssize_t loop_sock_recv(Loop *loop, int fd, void *buffer, size_t n);

/* await loop.sock_sendall(sock, data): returns 0 when the system has taken all n bytes.
 * After an error it is not known how many it has taken. */
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
