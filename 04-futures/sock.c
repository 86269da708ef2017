/* sock.c - each operation tries the system call first, and waits only when that has
 * nothing to give. */
#include "sock.h"
#include "instruments/report.h"
#include "instruments/trace_tasks.h"
#include "io_selector.h"
#include "machines/accept.h"

#include <errno.h>

/* One wait for one direction of a descriptor, on the stack of the task that waits. */
typedef struct SockWait {
	Future future; /* first: what the task waits for, for task_cancel and reports */
	IoWaiter waiter;
	TaskObject *task;
} SockWait;

/* ==== Given: for reports ==== */

static void sock_tell(const Future *future, Report *report)
{
	const IoWaiter *waiter = &((const SockWait *)(const void *)future)->waiter;

	if (waiter->watch == NULL)
		report_say(report, "a descriptor");
	else
		report_say(report, "descriptor %d to be %s", waiter->watch->fd,
		           waiter->direction == IO_READ ? "readable" : "writable");
}

static const FutureReport sock_report = { sock_tell, NULL, false };

/* ==== Step 4.5: the server in straight lines ==== */

/* Ends the wait, so that another task may wait for the descriptor, and schedules the task
 * behind everything that is ready, even if the descriptor had already made it ready.
 * Settles the future as cancelled. */
static bool sock_wait_cancel(Future *future)
{
	SockWait *wait = (SockWait *)(void *)future;

	io_wait_end(&wait->waiter);
	handle_cancel(&wait->task->step);
	loop_call_soon(future->loop, &wait->task->step);
	return future_settle_cancelled(future);
}

static const FutureKind sock_kind = { "a descriptor", sock_wait_cancel, NULL, false,
	                              &sock_report };

/* Waits until the descriptor is ready, and returns 0; -EPERM outside a task, -EBUSY if
 * another one waits for it, -EBADF if it is closed meanwhile, -ECANCELED if the task is
 * cancelled. The selector schedules the step of the task itself, so the future is still
 * pending when the task continues, and the waiter has the status. If the loop is closed,
 * future_wait returns the error. */
static int sock_wait(Loop *loop, int fd, int direction)
{
	TaskObject *task = task_running;
	SockWait wait;

	if (task == NULL)
		return -EPERM;
	future_init(&wait.future, loop, &sock_kind);
	wait.task = task;
	int error = io_wait_begin(loop, fd, direction, &wait.waiter, &task->step);
	if (error == 0 || loop->closed)
		error = future_wait(&wait.future);
	if (error == -EINPROGRESS)
		error = wait.waiter.status;
	io_wait_end(&wait.waiter);
	return error;
}

int asyncio_wait_readable(int fd)
{
	return task_running == NULL ? -EPERM
	                            : sock_wait(task_running->future.loop, fd, IO_READ);
}

int asyncio_wait_writable(int fd)
{
	return task_running == NULL ? -EPERM
	                            : sock_wait(task_running->future.loop, fd, IO_WRITE);
}

/* 0, or why not: the loop is not that of who calls, or it is closed. But a task that is
 * closed with its loop may still read and write what is there. */
static int sock_refusal(const Loop *loop)
{
	const Loop *running = task_running != NULL ? task_running->future.loop
	                                           : asyncio_get_running_loop();

	if (running != NULL && running != loop)
		return -EINVAL;
	return loop->closed && running == NULL ? -ESHUTDOWN : 0;
}

/* After a system call that has failed: 0, it may be tried again now; or why not. */
static int sock_try_again(Loop *loop, int fd, int direction)
{
	if (errno == EAGAIN || errno == EWOULDBLOCK)
		return sock_wait(loop, fd, direction);
	return errno == EINTR ? 0 : -errno;
}

int loop_sock_accept(Loop *loop, int fd)
{
	int error = sock_refusal(loop);

	while (error == 0) {
		int conn = accept_connection(fd);
		if (conn != -EAGAIN)
			return conn;
		error = sock_wait(loop, fd, IO_READ);
	}
	return error;
}

/* From where all that there was has just been read; and where that has been answered
 * since. Then the other side has hardly said more by now: to wait before we look saves a
 * system call. And should it be quicker than we are, everybody else has had a turn. */
static _Thread_local int drained = -1, answered = -1;

ssize_t loop_sock_recv(Loop *loop, int fd, void *buffer, size_t n)
{
	int error = sock_refusal(loop);
	bool rests = answered == fd && task_running != NULL;

	if (n == 0 || error < 0)
		return error;
	answered = -1;
	if (rests)
		error = sock_wait(loop, fd, IO_READ);
	while (error == 0) {
		ssize_t received = recv(fd, buffer, n, 0);
		drained = received > 0 && (size_t)received < n ? fd : -1;
		if (received >= 0)
			return received;
		error = sock_try_again(loop, fd, IO_READ);
	}
	return error;
}

/* Without MSG_NOSIGNAL a peer that is gone would kill us with SIGPIPE. */
int loop_sock_sendall(Loop *loop, int fd, const void *data, size_t n)
{
	const char *rest = data;
	int error = sock_refusal(loop);

	while (error == 0 && n > 0) {
		ssize_t sent = send(fd, rest, n, MSG_NOSIGNAL);
		if (sent < 0) {
			error = sock_try_again(loop, fd, IO_WRITE);
			continue;
		}
		rest += sent;
		n -= (size_t)sent;
	}
	answered = drained == fd ? fd : -1;
	return error;
}

/* How a connection that was made without us has ended. */
static int sock_error(int fd)
{
	int error = 0;
	socklen_t size = sizeof error;

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
		error = errno;
	return -error;
}

/* The system need not look at it any longer, unless somebody else wants it: a socket that
 * has failed to connect will be closed, and its number be another's. */
static void sock_forget(Loop *loop, int fd)
{
	IoSelector *selector = (IoSelector *)(void *)loop->selector;
	Watch *watch = loop->closed ? NULL : watch_of(selector, fd);

	if (watch != NULL)
		watch_update(watch);
}

/* Once begun, the system connects by itself, also after a signal, and even if we are
 * called off: EALREADY, that was begun before. */
int loop_sock_connect(Loop *loop, int fd, const struct sockaddr *address, socklen_t size)
{
	int error = sock_refusal(loop);

	if (error < 0 || connect(fd, address, size) == 0)
		return error;
	if (errno != EINPROGRESS && errno != EINTR && errno != EALREADY)
		return -errno;
	error = sock_wait(loop, fd, IO_WRITE);
	if (error == 0)
		error = sock_error(fd);
	if (error < 0)
		sock_forget(loop, fd);
	return error;
}
