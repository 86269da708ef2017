/* Rung 4.5.6: tasks that connect, and that are accepted. */
#include "io_selector.h"
#include "socks.h"

/* Does the selector still watch it? */
static bool is_watched(int fd)
{
	const Watch *watch = watch_of(io_selector_of(loop), fd);

	return watch != NULL && watch->registered != 0;
}

static int connects_in_vain(void *arg, void **result)
{
	struct sockaddr_in address;
	int fd = new_socket();

	close(listen_here(&address, 1));
	trace("%s", why(connect_to(fd, &address)));
	if (is_watched(fd)) {
		trace("it is still watched");
		loop_close_fd(loop, fd);
		return 0;
	}
	close(fd);
	fd = new_socket(); /* with the same number, most likely */
	trace("%s", why(connect_to(fd, &address)));
	loop_close_fd(loop, fd);
	return 0;
}

static void who_does_not_listen_refuses(void **state)
{
	run_on_both(connects_in_vain, "ECONNREFUSED ECONNREFUSED");
}

static int accepts(void *listener, void **result)
{
	int *fd = listener;

	*fd = loop_sock_accept(loop, *fd);
	return *fd < 0 ? *fd : 0;
}

static bool is_peer_of(int a, int b)
{
	struct sockaddr_in name, peer;
	socklen_t size = sizeof name;

	if (getsockname(a, (struct sockaddr *)&name, &size) < 0 ||
	    getpeername(b, (struct sockaddr *)&peer, &size) < 0)
		return false;
	return name.sin_port == peer.sin_port &&
	       name.sin_addr.s_addr == peer.sin_addr.s_addr;
}

static int meet(void *arg, void **result)
{
	struct sockaddr_in address;
	int listener = listen_here(&address, 5), conn = listener, fd = new_socket();
	Task *task = asyncio_create_task(accepts, &conn);
	char byte = '?';

	succeeds(asyncio_sleep(0));
	trace("%s", why(connect_to(fd, &address)));
	trace("%s", why(asyncio_wait_for(task, 60, NULL)));
	trace("%s", fcntl(conn, F_GETFL) & O_NONBLOCK ? "nonblocking" : "blocking");
	trace("%d%d", is_peer_of(fd, conn), is_peer_of(conn, fd));
	trace("%s", why(loop_sock_sendall(loop, fd, "x", 1)));
	trace("%d", (int)loop_sock_recv(loop, conn, &byte, 1));
	trace("%c", byte);
	loop_close_fd(loop, fd);
	loop_close_fd(loop, conn);
	loop_close_fd(loop, listener);
	return 0;
}

static void who_connects_is_accepted(void **state)
{
	run_on_both(meet, "0 0 nonblocking 11 0 1 x");
}

/* A task that does it twice, though it is cancelled the first time. */
static int sends_twice(void *arg, void **result)
{
	fill(pair[0]);
	for (int i = 0; i < 2; i++)
		trace("%s", why(loop_sock_sendall(loop, pair[0], "x", 1)));
	return 0;
}

static int accepts_twice(void *listener, void **result)
{
	for (int i = 0; i < 2; i++) {
		int conn = loop_sock_accept(loop, *(int *)listener);
		trace("%s", conn >= 0 ? "accepted" : why(conn));
		if (conn >= 0)
			close(conn);
	}
	return 0;
}

static int cancels_once(CoroutineFn *fn, void *arg, double seconds)
{
	Task *task = asyncio_create_task(fn, arg);

	succeeds(asyncio_sleep(0.01));
	task_cancel(task);
	int error = asyncio_wait_for(task, seconds, NULL);
	trace("%s", why(error));
	return error;
}

static int again(void *arg, void **result)
{
	struct sockaddr_in address;
	int listener = listen_here(&address, 1), fd = new_socket();

	after(0.03, empty, &pair[1]);
	cancels_once(sends_twice, NULL, -1);
	Task *task = asyncio_create_task(accepts_twice, &listener);
	succeeds(asyncio_sleep(0.01));
	task_cancel(task);
	int error = connect_to(fd, &address);
	trace("%s", why(asyncio_wait_for(task, 60, NULL)));
	trace("%s", why(error));
	loop_close_fd(loop, listener);
	loop_close_fd(loop, fd);
	return 0;
}

static void what_was_called_off_can_be_tried_again(void **state)
{
	run_on_both(again, "ECANCELED emptied 0 0 ECANCELED accepted 0 0");
}

/* The queue of the listener is full, so this one is not answered. */
static struct sockaddr_in crowded;

static int connects_twice(void *fd, void **result)
{
	for (int i = 0; i < 2; i++)
		trace("%s", why(connect_to(*(int *)fd, &crowded)));
	return 0;
}

static int knocks(void *arg, void **result)
{
	int listener = listen_here(&crowded, 0), fds[5], n = 0;

	for (int error = 0; n < 5 && error == 0; n++) {
		struct pollfd ready = { .events = POLLOUT };
		fds[n] = ready.fd = new_socket();
		connect(fds[n], (struct sockaddr *)&crowded, sizeof crowded);
		error = poll(&ready, 1, 30) == 1 ? 0 : -EAGAIN;
	}
	loop_close_fd(loop, fds[n - 1]);
	fds[n - 1] = new_socket();
	cancels_once(connects_twice, &fds[n - 1], 0.01);
	while (n-- > 0)
		loop_close_fd(loop, fds[n]);
	loop_close_fd(loop, listener);
	return 0;
}

static void a_connection_that_has_begun_is_waited_for(void **state)
{
	run_on_both(knocks, "ECANCELED ECANCELED 0");
}

TESTS(T(who_does_not_listen_refuses), T(who_connects_is_accepted),
      T(what_was_called_off_can_be_tried_again),
      T(a_connection_that_has_begun_is_waited_for))
