/* scenarios_socks.c - sockets that tasks await: chapter 4. */
#include "scenario.h"

#include <netinet/in.h>

/* A listener on a port of this machine, at that address; or why there is none. */
static int listener_open(struct sockaddr_in *address)
{
	socklen_t size = sizeof *address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	*address = (struct sockaddr_in){ .sin_family = AF_INET,
		                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (bind(fd, (struct sockaddr *)address, sizeof *address) == 0 &&
	    listen(fd, 5) == 0 && getsockname(fd, (struct sockaddr *)address, &size) == 0)
		return fd;
	int error = -errno;
	close(fd);
	return error;
}

static int first_error(int error, int other)
{
	return error < 0 ? error : other < 0 ? other : 0;
}

enum { MUCH = 300000 }; /* bytes */

/* Sends back all that comes. */
static int echo(int fd)
{
	char *data = malloc(MUCH);
	ssize_t n = data == NULL ? -ENOMEM : 1;

	while (n > 0) {
		n = loop_sock_recv(running(), fd, data, MUCH);
		int error = n > 0 ? loop_sock_sendall(running(), fd, data, (size_t)n) : 0;
		n = error < 0 ? error : n;
	}
	free(data);
	return (int)n;
}

static int serve(void *listener, void **result)
{
	int fd = loop_sock_accept(running(), *(int *)listener);

	if (fd < 0)
		return fd;
	int error = echo(fd);
	return first_error(error, loop_close_fd(running(), fd));
}

static int converse(int fd)
{
	static char data[MUCH];
	size_t n = 0;

	memset(data, 'x', sizeof data);
	TRY(loop_sock_sendall(running(), fd, data, sizeof data));
	while (n < sizeof data) {
		ssize_t more = loop_sock_recv(running(), fd, data + n, sizeof data - n);
		TRY(more);
		if (more == 0)
			return -EPIPE; /* the server says why */
		n += (size_t)more;
	}
	printf("all came back\n");
	return 0;
}

static int visit(const struct sockaddr_in *address)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	int error = loop_sock_connect(running(), fd, (const struct sockaddr *)address,
	                              sizeof *address);
	if (error == 0)
		error = converse(fd);
	return first_error(error, loop_close_fd(running(), fd));
}

/* Whichever of the two fails, the other one ends. The error of the server comes first. */
COROUTINE_SCENARIO(loop_sock_accept, "loop_sock_connect loop_sock_recv loop_sock_sendall")
{
	struct sockaddr_in address;
	int listener = listener_open(&address);

	TRY(listener);
	Task *server = asyncio_create_task(serve, &listener);
	Timeout timeout = { 0 };
	int error = timeout_enter(&timeout, 2); /* nobody may come to accept */
	if (error == 0)
		error = server == NULL ? -ENOMEM : visit(&address);
	error = timeout_exit(&timeout, error);
	if (error < 0)
		task_cancel(server);
	int other = await(server, NULL);
	say("the server", other);
	if (other == -ECANCELED && error < 0)
		other = 0;
	other = first_error(other, loop_close_fd(running(), listener));
	return other < 0 ? other : error;
}

COROUTINE_SCENARIO(loop_sock_recv, "")
{
	int fds[2];
	char byte;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds) < 0)
		return -errno;
	int error = asyncio_wait_for(NULL, 1, NULL) == -ENOMEM ? 0 : -EINVAL;
	Timeout timeout = { 0 };
	ssize_t n = timeout_enter(&timeout, 0.1);
	if (n == 0)
		n = loop_sock_recv(running(), fds[0], &byte, 1);
	int status = timeout_exit(&timeout, n < 0 ? (int)n : 0);
	status = status == -ETIMEDOUT ? 0 : status;
	error = first_error(error, status);
	error = first_error(error, loop_close_fd(running(), fds[0]));
	close(fds[1]);
	return error;
}

static int sends_later(void *fd, void **result)
{
	TRY(asyncio_sleep(0.1));
	TRY(asyncio_wait_writable(*(int *)fd));
	return loop_sock_sendall(running(), *(int *)fd, "x", 1);
}

COROUTINE_SCENARIO(asyncio_wait_readable, "asyncio_wait_writable")
{
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds) < 0)
		return -errno;
	Task *task = asyncio_create_task(sends_later, &fds[1]);
	Timeout timeout = { 0 };
	int error = timeout_enter(&timeout, 1);
	if (task == NULL)
		error = -ENOMEM;
	if (error == 0)
		error = asyncio_wait_readable(fds[0]);
	error = timeout_exit(&timeout, error);
	int status = await(task, NULL);
	for (int i = 0; i < 2; i++)
		error = first_error(error, loop_close_fd(running(), fds[i]));
	return first_error(status, error);
}
