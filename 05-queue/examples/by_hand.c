/* by_hand.c - two guests come to a server, each of which says a line, and a second later
 * another: to a server that is written by hand, and to one that asyncio_start_server
 * starts. */
#include "program.h"
#include "runners.h"
#include "server_listen.h"
#include "sock.h"
#include "streams.h"
#include "taskgroups.h"

enum { LINE = 64, LINES = 2, GUESTS = 2 };

typedef struct Guest {
	double answered[LINES]; /* after so many seconds */
} Guest;

static int port;

/* Sends lines back. */
static int answer(StreamReader *reader, StreamWriter *writer, void *arg)
{
	char line[LINE];
	ssize_t n = 0;
	int error = 0;

	while (error == 0 && (n = reader_readline(reader, line, sizeof line)) > 0) {
		error = writer_write(writer, line, (size_t)n);
		if (error == 0)
			error = writer_drain(writer);
	}
	return error < 0 ? error : n < 0 ? (int)n : 0;
}

/* With what chapter 4 has, and a stream. */
static int serve(void *arg, void **result)
{
	Loop *loop = asyncio_get_running_loop();
	StreamReader *reader;
	StreamWriter *writer;
	int error = 0;

	for (int i = 0; i < GUESTS && error == 0; i++) {
		int fd = loop_sock_accept(loop, *(int *)arg);
		if (fd < 0)
			return fd;
		error = asyncio_open_connection_sock(fd, &reader, &writer);
		if (error == 0)
			error = answer(reader, writer, NULL);
		writer_free(writer);
	}
	return error;
}

static int converse(Guest *guest, StreamReader *reader, StreamWriter *writer)
{
	Loop *loop = asyncio_get_running_loop();
	double begin = loop_time(loop);
	char line[LINE];
	int error = 0;

	for (int i = 0; i < LINES && error == 0; i++) {
		if (i > 0)
			error = asyncio_sleep(1);
		if (error == 0)
			error = writer_write(writer, "hello\n", 6);
		if (error < 0)
			return error;
		ssize_t n = reader_readline(reader, line, sizeof line);
		guest->answered[i] = loop_time(loop) - begin;
		if (n <= 0)
			error = n < 0 ? (int)n : -ENODATA; /* 0: the server has gone */
	}
	return error;
}

static int visit(void *guest, void **result)
{
	StreamReader *reader;
	StreamWriter *writer;
	int error = asyncio_open_connection("127.0.0.1", port, &reader, &writer);

	if (error < 0)
		return error;
	error = converse(guest, reader, writer);
	writer_free(writer);
	return error;
}

/* Both guests at once, with a task that serves them, if there is one: when one of them
 * fails, the others do not wait for it. */
static int all_visit(const char *name, CoroutineFn *server, void *arg)
{
	Guest guests[GUESTS] = { 0 };
	TaskGroup group = { 0 };
	int error = taskgroup_enter(&group);

	if (server != NULL)
		taskgroup_create_task(&group, server, arg);
	for (int i = 0; i < GUESTS; i++)
		taskgroup_create_task(&group, visit, &guests[i]);
	error = taskgroup_exit(&group, error);
	if (error < 0)
		return error;
	printf("%-22s", name);
	for (int i = 0; i < GUESTS; i++)
		printf("  after %.0f and %.0f s", guests[i].answered[0],
		       guests[i].answered[1]);
	printf("\n");
	return 0;
}

static int by_hand(void *arg, void **result)
{
	int listener = server_listen(0);

	if (listener < 0)
		return listener;
	port = server_port(listener);
	int error = port < 0 ? port : all_visit("by hand", serve, &listener);
	loop_close_fd(asyncio_get_running_loop(), listener);
	return error;
}

static int by_start_server(void *arg, void **result)
{
	Server *server;
	int error = asyncio_start_server(answer, NULL, "127.0.0.1", 0, &server);

	if (error < 0)
		return error;
	port = server->port;
	error = all_visit("asyncio_start_server", NULL, NULL);
	server_free(server);
	return error;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL,
	              "\n\nTwo guests come to a server, and when each is answered.");
	printf("%-22s  %-15s  %s\n", "", "Ada is answered", "Bob is answered");
	int error = asyncio_run(by_hand, NULL, NULL);

	if (error == 0)
		error = asyncio_run(by_start_server, NULL, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}
