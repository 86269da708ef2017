/* sock.c - each operation tries the system call first, and waits only when that has
 * nothing to give. */
#include "sock.h"
#include "instruments/report.h"
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

static const FutureReport sock_report = { sock_tell, NULL, false, NULL };

/* Rung 4.5.9. */
static bool sock_has_answered(int fd);
static void sock_received(int fd, bool all);
static void sock_answered(int fd);

/* ==== 4.5.4: a task waits for a descriptor ==== */

/* Called when the waiting task is cancelled. Ends the wait with io_wait_end, so that
 * another task may wait for the descriptor at once. Takes the task's step from wherever
 * it is, and schedules it: the task runs behind all that is ready, even if the
 * descriptor had made it ready before. Returns what future_settle_cancelled returns. */
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

/* Waits until the descriptor is ready for this direction, IO_READ or IO_WRITE. Returns
 * 0; -EPERM, no task is running; or the error of io_wait_begin (-EBUSY, another task
 * waits), of the waiter (-EBADF, it was closed), or of the wait (-ECANCELED). A SockWait
 * lies on the stack, with a future of sock_kind. io_wait_begin gives its waiter the
 * task's step to schedule. If that fails the task does not wait, unless the loop is
 * closed: then future_wait says so. The selector schedules the step and leaves the
 * future pending: if future_wait returns -EINPROGRESS, the wait is over, and the waiter
 * has the status. In the end, whatever has happened, calls io_wait_end. */
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

/* ==== 4.5.5: to accept, to receive and to send ==== */

/* Returns 0; -EINVAL if the caller runs in another loop (the running task's, or else the
 * running loop), or -ESHUTDOWN if the loop is closed and the caller runs in none. A task
 * that is closed with its loop may still read and write what needs no wait. */
static int sock_refusal(const Loop *loop)
{
	const Loop *running = task_running != NULL ? task_running->future.loop
	                                           : asyncio_get_running_loop();

	if (running != NULL && running != loop)
		return -EINVAL;
	return loop->closed && running == NULL ? -ESHUTDOWN : 0;
}

/* A system call has failed, and errno says why. If it would have blocked (EAGAIN,
 * EWOULDBLOCK), waits for the descriptor. Returns 0 if the call may be tried again, also
 * after EINTR; otherwise a negative errno, of the wait or of the call. */
static int sock_try_again(Loop *loop, int fd, int direction)
{
	if (errno == EAGAIN || errno == EWOULDBLOCK)
		return sock_wait(loop, fd, direction);
	return errno == EINTR ? 0 : -errno;
}

/* Checks sock_refusal. Then calls accept_connection, and waits as long as
 * that returns -EAGAIN. */
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

/* Checks sock_refusal; for n of 0 returns 0. If sock_has_answered says so, waits once.
 * Then calls recv until it has not failed, with sock_try_again in between, and tells
 * sock_received each time whether something has come, and yet fewer than n bytes. */
ssize_t loop_sock_recv(Loop *loop, int fd, void *buffer, size_t n)
{
	int error = sock_refusal(loop);

	if (n == 0 || error < 0)
		return error;
	if (sock_has_answered(fd))
		error = sock_wait(loop, fd, IO_READ);
	while (error == 0) {
		ssize_t received = recv(fd, buffer, n, 0);
		sock_received(fd, received > 0 && (size_t)received < n);
		if (received >= 0)
			return received;
		error = sock_try_again(loop, fd, IO_READ);
	}
	return error;
}

/* Checks sock_refusal. Then calls send until all n bytes have been taken, with
 * sock_try_again where it fails. MSG_NOSIGNAL: otherwise SIGPIPE would end the process
 * when the peer is gone. At the end, whatever has happened, tells sock_answered. */
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
	sock_answered(fd);
	return error;
}

/* ==== 4.5.6: to connect ==== */

/* Returns how the connection has ended that the system made meanwhile: 0, or the
 * negative of the socket's SO_ERROR (getsockopt), or of the errno of getsockopt. */
static int sock_error(int fd)
{
	int error = 0;
	socklen_t size = sizeof error;

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
		error = errno;
	return -error;
}

/* Calls watch_update on the socket's Watch, if the loop is open and watch_of finds one
 * (chapter 3's io_selector.h): the selector no longer watches what no task waits for. A
 * socket that has failed to connect will be closed, and its number may be reused. */
static void sock_forget(Loop *loop, int fd)
{
	IoSelector *selector = (IoSelector *)(void *)loop->selector;
	Watch *watch = loop->closed ? NULL : watch_of(selector, fd);

	if (watch != NULL)
		watch_update(watch);
}

/* Checks sock_refusal, and calls connect once. Where that says that the system goes on
 * connecting by itself (EINPROGRESS; EINTR, too; or EALREADY, because an earlier call
 * has begun it and was cancelled), waits until the socket is writable and returns
 * sock_error. If that or the wait fails, it calls sock_forget before it returns. */
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

/* ==== 4.5.9, may be skipped at first: after an answer a task waits ==== */

/* The descriptor from which all that was there has just been received, and the one on
 * which that has been answered since; -1: none. */
static _Thread_local int drained = -1, answered = -1;

/* Returns whether this is the descriptor that was answered, and a task is running; after
 * the call none counts as answered. The other side has hardly said more by now: to wait
 * first saves a system call, and lets all other tasks run. */
static bool sock_has_answered(int fd)
{
	bool has = answered == fd && task_running != NULL;

	answered = -1;
	return has;
}

/* Something has been received, or not; all: it was something, and all that was there. */
static void sock_received(int fd, bool all)
{
	drained = all ? fd : -1;
}

/* Something has been sent: an answer, if all that was there on this descriptor had been
 * received before. Otherwise none counts as answered any more. */
static void sock_answered(int fd)
{
	answered = drained == fd ? fd : -1;
}
