/* group_server.c - chapter 3's server once more, in straight lines: a connection is a
 * task that awaits what it needs. All of them are one group, and end together. */
#include "machines/accept.h"
#include "program.h"
#include "runners.h"
#include "server_listen.h"
#include "signals.h"
#include "sock.h"
#include "taskgroups.h"
#include "timeouts.h"

#include <stdint.h>

/* How long we wait for what a client says; on the stack of its task, while we do. */
typedef struct Silence {
	Links links; /* among the silences of the server */
	Timeout timeout;
} Silence;

static struct {
	Loop *loop;
	int listener;
	double idle_timeout; /* negative: none */
	TaskGroup group;
	Timeout grace; /* around the group; none, until a signal comes */
	Links silences;
	bool stopping;
} server = { .idle_timeout = -1 };

/* What comes next, as loop_sock_recv; -ETIMEDOUT: nothing has come for too long. */
static ssize_t client_recv(int fd, char *data)
{
	Silence silence = { .timeout = { 0 } };
	double limit = server.stopping ? SILENCE : server.idle_timeout;
	ssize_t n = timeout_enter(&silence.timeout, limit);

	list_append(&server.silences, &silence.links);
	if (n == 0)
		n = loop_sock_recv(server.loop, fd, data, BUFFER_SIZE);
	list_remove(&silence.links);
	int error = timeout_exit(&silence.timeout, n < 0 ? (int)n : 0);
	return error < 0 ? error : n;
}

/* While a client takes nothing, nothing is read from it, so no more memory is needed,
 * however much it sends. A server that stops waits until its grace is over. */
static int client_sendall(int fd, const char *data, size_t n)
{
	Timeout idle = { 0 };
	int error = timeout_enter(&idle, server.stopping ? -1 : server.idle_timeout);

	if (error == 0)
		error = loop_sock_sendall(server.loop, fd, data, n);
	return timeout_exit(&idle, error);
}

/* There is something that we have not read. */
static bool client_has_news(int fd)
{
	char byte;

	return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/* How a connection ends is its own affair: an error would end the whole group. */
static int client_run(void *arg, void **result)
{
	int fd = (int)(intptr_t)arg, error = 0;
	char data[BUFFER_SIZE];

	while (error == 0) {
		ssize_t n = client_recv(fd, data);
		if (n == -ETIMEDOUT && client_has_news(fd))
			continue;
		if (n <= 0)
			break;
		server_upper(data, data, (size_t)n);
		error = client_sendall(fd, data, (size_t)n);
		if (error == 0 && n == BUFFER_SIZE)
			error = asyncio_sleep(0); /* others want to be heard, too */
	}
	loop_close_fd(server.loop, fd);
	return 0;
}

/* Is there memory for one more client? A task for which there is none would end the whole
 * group, and all clients with it. The memory of a generator that is freed is the next
 * one's. */
static bool has_room(void)
{
	Generator *generator = generator_new(client_run, NULL);

	generator_free(generator);
	return generator != NULL;
}

static bool welcome(int fd)
{
	void *arg = (void *)(intptr_t)fd;

	if (has_room() &&
	    !future_done(taskgroup_create_task(&server.group, client_run, arg)))
		return true;
	accept_dropped(-ENOMEM);
	loop_close_fd(server.loop, fd); /* nobody else will */
	return false;
}

/* Accepts clients until the listener is closed. When no more can be accepted, clients
 * wait in the system's queue for a while. After each hundred all other tasks run. */
static int accept_clients(void)
{
	bool rests = false;
	int error = 0;

	for (int n = 1; error == 0; n++) {
		int fd = loop_sock_accept(server.loop, server.listener);
		if (fd == -EBADF || fd == -ECANCELED)
			return fd == -EBADF ? 0 : fd;
		rests = rests && fd < 0;
		accept_report(&rests, fd);
		if (fd < 0 || !welcome(fd))
			error = asyncio_sleep(ACCEPT_REST);
		else if (n % ACCEPT_CROWD == 0)
			error = asyncio_sleep(0);
	}
	return error;
}

/* Called for a signal. After the first one no more clients are accepted, a client that
 * is silent for SILENCE seconds is closed, and all others have GRACE seconds to end. The
 * second one ends that time at once. */
static void stop(void *arg)
{
	double now = loop_time(server.loop);
	Links *links = &server.silences;

	timeout_reschedule(&server.grace, server.stopping ? now : now + GRACE);
	if (server.stopping)
		return;
	server.stopping = true;
	loop_close_fd(server.loop, server.listener);
	server.listener = -1;
	while ((links = links->next) != &server.silences)
		timeout_reschedule(&container_of(links, Silence, links)->timeout,
		                   now + SILENCE);
}

/* async with timeout(None) as grace, TaskGroup() as group: */
static int serve(void *arg, void **result)
{
	int error = timeout_enter(&server.grace, -1);

	if (error == 0)
		error = taskgroup_enter(&server.group);
	if (error == 0)
		error = accept_clients();
	error = taskgroup_exit(&server.group, error);
	error = timeout_exit(&server.grace, error);
	return error == -ETIMEDOUT ? 0 : error;
}

/* Signals that come when nobody handles them any more have to wait. */
static int run(void)
{
	Handle interrupt = HANDLE(stop, NULL), terminate = HANDLE(stop, NULL);
	Loop *loop = server.loop = asyncio_new_event_loop();

	if (loop == NULL)
		return -errno;
	list_init(&server.silences);
	int error = loop_add_signal_handler(loop, SIGINT, &interrupt);
	if (error == 0)
		error = loop_add_signal_handler(loop, SIGTERM, &terminate);
	if (error == 0)
		error = server_announce(server.listener);
	if (error == 0)
		error = loop_run_until_complete(loop, loop_create_task(loop, serve, NULL),
		                                NULL);
	server_signals_block();
	if (server.listener >= 0)
		loop_close_fd(loop, server.listener);
	loop_free(loop);
	return error;
}

int main(int argc, char *argv[])
{
	long port = 8080, idle_timeout = 0;
	Option options[] = { { "port", &port, 0, 65535 },
		             { "idle-timeout", &idle_timeout, 0, 86400 },
		             { 0 } };

	program_begin(
		argc, argv, options,
		" [--port N] [--idle-timeout S]\n\n"
		"Sends back in upper case whatever it is sent, until it is interrupted.\n"
		"N: 1 to 65535 (8080), or 0 for any that is free. S: how many seconds a\n"
		"connection may be silent, up to 86400 (0: for ever). It runs in real\n"
		"time, whatever ASYNCIO_CLOCK says.");
	unsetenv("ASYNCIO_CLOCK"); /* clients know nothing of our virtual clock */
	if (idle_timeout > 0)
		server.idle_timeout = (double)idle_timeout;
	server.listener = server_listen_or_fail(port);
	int error = run();
	if (error < 0)
		program_fail(error);
	return 0;
}
