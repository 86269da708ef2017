/* Rung 4.5.5: what sockets refuse, and what the system says in between. */
#include "socks.h"
#include "system.h"
#include "taskgroups.h"

/* In front of the system's: the first calls fail with these errors. */
static int accept_errors[3], accept_error, accept_calls, recv_error, send_error;

ssize_t first_recv(int fd, void *buffer, size_t n, int flags) INSTEAD_OF(recv);
ssize_t first_send(int fd, const void *data, size_t n, int flags) INSTEAD_OF(send);

static bool fails_with(int *error)
{
	bool fails = *error != 0;

	if (fails)
		errno = *error;
	*error = 0;
	return fails;
}

static bool refuses_to_accept(void)
{
	accept_calls++;
	for (int i = 0; i < 3; i++) {
		if (fails_with(&accept_errors[i]))
			return true;
	}
	if (accept_error != 0)
		errno = accept_error;
	return accept_error != 0;
}

INSTEAD_OF_ACCEPT(refuses_to_accept)

ssize_t first_recv(int fd, void *buffer, size_t n, int flags)
{
	if (fails_with(&recv_error))
		return -1;
	return SYSTEM(recvfrom, fd, buffer, n, flags, NULL, NULL);
}

/* Takes little at a time. */
ssize_t first_send(int fd, const void *data, size_t n, int flags)
{
	if (fails_with(&send_error))
		return -1;
	return SYSTEM(sendto, fd, data, n < 3 ? n : 3, flags, NULL, 0);
}

/* A client that does not wait until it is connected. */
static int new_client(const struct sockaddr_in *address)
{
	int fd = new_socket();

	if (connect(fd, (const struct sockaddr *)address, sizeof *address) < 0 &&
	    errno != EINPROGRESS)
		trace("no client:%s", strerror(errno));
	return fd;
}

static int is_interrupted(void *arg, void **result)
{
	struct sockaddr_in address;
	int listener = listen_here(&address, 5), fd = new_client(&address);
	char data[20];

	recv_error = send_error = EINTR;
	accept_errors[0] = ECONNABORTED;
	accept_errors[1] = EINTR;
	accept_errors[2] = ECONNABORTED;
	trace("%s", why(loop_sock_sendall(loop, pair[1], "hello, world", 12)));
	ssize_t n = loop_sock_recv(loop, pair[0], data, sizeof data);
	trace("%.*s", n > 0 ? (int)n : 0, data);
	int conn = loop_sock_accept(loop, listener);
	trace("%s", conn >= 0 ? "accepted" : why(conn));
	accept_errors[0] = EMFILE;
	trace("%d", loop_sock_accept(loop, listener) == -EMFILE);
	loop_close_fd(loop, conn);
	loop_close_fd(loop, fd);
	loop_close_fd(loop, listener);
	return 0;
}

static void what_is_interrupted_goes_on(void **state)
{
	run_on_both(is_interrupted, "0 hello, world accepted 1");
}

/* Connections that have failed, or that a firewall refused; but if there is no end of
 * them it is said. */
static int accepts_after_errors(void *arg, void **result)
{
	struct sockaddr_in address;
	char byte;
	int listener = listen_here(&address, 5), fd = new_client(&address);

	accept_errors[0] = EPERM;
	accept_errors[1] = EHOSTUNREACH;
	accept_errors[2] = EPROTO;
	int conn = loop_sock_accept(loop, listener);
	trace("%s", conn >= 0 ? "accepted" : why(conn));
	put(fd, "x");
	trace("%d", (int)loop_sock_recv(loop, conn, &byte, 1));
	accept_error = EPERM;
	accept_calls = 0;
	trace("%s", why(loop_sock_accept(loop, listener)));
	trace("%s", accept_calls > 1 && accept_calls <= 100 ? "tried" : "how often?");
	accept_error = 0;
	loop_close_fd(loop, conn);
	loop_close_fd(loop, fd);
	loop_close_fd(loop, listener);
	return 0;
}

static void connections_that_have_failed_are_passed_over(void **state)
{
	run_on_both(accepts_after_errors, "accepted 1 EPERM tried");
}

static int read_together(void *arg, void **result)
{
	Task *first = asyncio_create_task(reads, "first");
	Handle reader = HANDLE(writes, "x");

	succeeds(asyncio_sleep(0));
	reads("second", NULL);
	trace("%s", why(loop_add_reader(loop, pair[0], &reader)));
	fill(pair[0]);
	after(0.01, empty, &pair[1]);
	trace("%s", why(loop_sock_sendall(loop, pair[0], "x", 1)));
	put(pair[1], "data");
	succeeds(await(first, NULL));
	trace("%s", why(loop_add_reader(loop, pair[0], &reader)));
	reads("third", NULL);
	handle_cancel(&reader);
	return 0;
}

static void only_one_waits_for_a_direction(void **state)
{
	run_on_both(read_together,
	            "second:EBUSY EBUSY emptied 0 first:data 0 third:EBUSY");
}

static int is_wrong(void *arg, void **result)
{
	Loop *other = asyncio_new_event_loop();
	int null = open("/dev/null", O_RDWR);
	char byte;

	put(pair[1], "x");
	trace("%s", why((int)loop_sock_recv(other, pair[0], &byte, 1)));
	trace("%s", why(loop_sock_sendall(other, pair[0], "x", 1)));
	trace("%s", why(loop_sock_accept(other, pair[0])));
	trace("%s", why((int)loop_sock_recv(loop, -1, &byte, 1)));
	trace("%s", why((int)loop_sock_recv(loop, null, &byte, 1)));
	trace("%s", why(loop_sock_accept(loop, pair[0])));
	trace("%s", why((int)loop_sock_recv(loop, pair[0], &byte, 1) - 1));
	close(null);
	loop_free(other);
	return 0;
}

static void what_is_wrong_is_said_at_once(void **state)
{
	run_on_both(is_wrong,
	            "EINVAL EINVAL EINVAL EBADF ENOTSOCK EINVAL 0");
}

/* Without a task, as long as no call has to wait. */
static void outside(Loop *new_loop)
{
	char data[4] = "";

	loop = new_loop;
	open_pair(pair);
	assert_int_equal(loop_sock_recv(loop, pair[0], data, 4), -EPERM);
	assert_int_equal(loop_sock_sendall(loop, pair[1], "abc", 3), 0);
	assert_int_equal(loop_sock_recv(loop, pair[0], data, 4), 3);
	assert_text(data, "abc");
	fill(pair[1]);
	assert_int_equal(loop_sock_sendall(loop, pair[1], "x", 1), -EPERM);
	assert_int_equal(loop_run_forever(loop), 0); /* nobody waits */
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(loop_sock_recv(loop, pair[0], data, 4), -ESHUTDOWN);
	assert_int_equal(loop_sock_sendall(loop, pair[0], "x", 1), -ESHUTDOWN);
	assert_int_equal(loop_sock_accept(loop, pair[0]), -ESHUTDOWN);
	close_pair(pair);
}

static void outside_a_task_nobody_waits(void **state)
{
	on_both(outside);
}

/* It is told so even if it could not wait anyway. */
static void is_called_while_a_task_waits(void *unused)
{
	char byte;

	trace("%s", why((int)loop_sock_recv(loop, pair[0], &byte, 1)));
	writes("data");
}

static int waits_meanwhile(void *arg, void **result)
{
	after(0.01, is_called_while_a_task_waits, NULL);
	return reads("task", NULL);
}

static void outside_a_task_nobody_waits_beside_a_task(void **state)
{
	run_on_both(waits_meanwhile, "EPERM writes:4 task:data");
}

/* What can be had without waiting can be had to the last. */
static int cleans_up(void *arg, void **result)
{
	reads("begun", NULL);
	trace("%s", why(loop_sock_sendall(loop, pair[0], "bye", 3)));
	reads("again", NULL);
	fill(pair[0]);
	trace("%s", why(loop_sock_sendall(loop, pair[0], "x", 1)));
	return -ECANCELED;
}

static int insists(void *arg, void **result)
{
	char byte;

	while (loop_sock_recv(loop, pair[1], &byte, 1) < 0)
		;
	return 0;
}

static void closes_the_loop(Loop *new_loop)
{
	loop = new_loop;
	open_pair(pair);
	task_detach(loop_create_task(loop, cleans_up, NULL));
	task_detach(loop_create_task(loop, insists, NULL));
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(loop_close(loop), 0);
	assert_traced("begun:ECANCELED 0 again:ECANCELED ECANCELED");
	close_pair(pair);
}

static void a_closed_loop_lets_nobody_wait(void **state)
{
	on_both(closes_the_loop);
}

/* A server in straight lines: its connections are a group, and end with it. */
static TaskGroup group;

static int served, ended;

static int serves(void *arg, void **result)
{
	int fd = (int)(intptr_t)arg;
	char data[8];
	ssize_t n;

	while ((n = loop_sock_recv(loop, fd, data, sizeof data)) > 0) {
		served++;
		n = loop_sock_sendall(loop, fd, data, (size_t)n);
		if (n < 0)
			break;
	}
	ended += n == -ECANCELED;
	loop_close_fd(loop, fd);
	return n == -ECANCELED ? -ECANCELED : 0;
}

enum { CLIENTS = 20 };

static int has_clients(void *arg, void **result)
{
	int pairs[CLIENTS][2];
	char data[8];

	group = (TaskGroup){ 0 };
	served = ended = 0;
	int error = taskgroup_enter(&group);
	for (int i = 0; i < CLIENTS; i++) {
		open_pair(pairs[i]);
		taskgroup_create_task(&group, serves, (void *)(intptr_t)pairs[i][0]);
	}
	for (int i = 0; i < 2 * CLIENTS && error == 0; i++) {
		int fd = pairs[i / 2][1];
		error = loop_sock_sendall(loop, fd, "x", 1);
		if (loop_sock_recv(loop, fd, data, sizeof data) != 1)
			error = -EIO;
	}
	task_cancel(asyncio_current_task());
	trace("%s", why(taskgroup_exit(&group, error)));
	task_uncancel(asyncio_current_task());
	trace("%d %d", served, ended);
	for (int i = 0; i < CLIENTS; i++)
		loop_close_fd(loop, pairs[i][1]);
	return 0;
}

static void connections_that_are_a_group_end_together(void **state)
{
	run_on_both(has_clients, "ECANCELED 40 20");
}

TESTS(T(what_is_interrupted_goes_on), T(connections_that_have_failed_are_passed_over),
      T(only_one_waits_for_a_direction), T(what_is_wrong_is_said_at_once),
      T(outside_a_task_nobody_waits), T(outside_a_task_nobody_waits_beside_a_task),
      T(a_closed_loop_lets_nobody_wait),
      T(connections_that_are_a_group_end_together))
