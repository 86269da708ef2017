/* echo_streams.c - a server that sends lines back in upper case, and clients that talk to
 * it, all in one loop; with --port the server alone. */
#include "program.h"
#include "runners.h"
#include "streams.h"
#include "timeouts.h"

#include <ctype.h>

enum { LINE = 1024, CLIENTS = 3, LINES = 2 };

/* How many seconds the clients may take, all in all. */
enum { PATIENCE = 10 };

/* In a task of its own for each client, until that has nothing more to say. */
static int answer(StreamReader *reader, StreamWriter *writer, void *arg)
{
	char line[LINE];
	ssize_t n;
	int error = 0;

	while (error == 0 && (n = reader_readline(reader, line, sizeof line)) > 0) {
		for (ssize_t i = 0; i < n; i++)
			line[i] = (char)toupper((unsigned char)line[i]);
		error = writer_write(writer, line, (size_t)n);
		if (error == 0)
			error = writer_drain(writer);
	}
	return 0; /* how it ends is the client's affair */
}

typedef struct Client {
	int number, port;
} Client;

static int converse(const Client *client, StreamReader *reader, StreamWriter *writer)
{
	char line[LINE];
	int error = 0;

	for (int i = 1; i <= LINES && error == 0; i++) {
		int length = snprintf(line, sizeof line, "client %d, line %d\n",
		                      client->number, i);
		error = writer_write(writer, line, (size_t)length);
		if (error < 0)
			return error;
		ssize_t n = reader_readline(reader, line, sizeof line);
		if (n <= 0)
			return n < 0 ? (int)n : -ENODATA; /* 0: the server has gone */
		printf("client %d hears: %s", client->number, line);
		error = asyncio_sleep(0.01 * client->number);
	}
	return error;
}

static int talk(void *arg, void **result)
{
	const Client *client = arg;
	StreamReader *reader;
	StreamWriter *writer;
	int error = asyncio_open_connection("127.0.0.1", client->port, &reader, &writer);

	if (error < 0)
		return error;
	error = converse(client, reader, writer);
	writer_free(writer);
	return error;
}

/* If a client fails, or waits for too long, so does the demonstration. */
static int demonstrate(Server *server)
{
	Client clients[CLIENTS];
	Future *tasks[CLIENTS];

	for (int i = 0; i < CLIENTS; i++) {
		clients[i] = (Client){ i + 1, server->port };
		tasks[i] = asyncio_create_task(talk, &clients[i]);
	}
	int error = asyncio_wait_for(asyncio_gatherv(tasks, CLIENTS, NULL, NULL),
	                             PATIENCE, NULL);
	server_close(server);
	if (error == 0)
		error = server_wait_closed(server);
	if (error == 0)
		printf("all have gone\n");
	return error;
}

static int async_main(void *arg, void **result)
{
	const long *port = arg;
	Server *server;
	int error = asyncio_start_server(answer, NULL, "127.0.0.1",
	                                 *port < 0 ? 0 : (int)*port, &server);

	if (error < 0)
		return error;
	if (*port < 0) {
		error = demonstrate(server);
	} else {
		printf("listening on 127.0.0.1:%d\n", server->port);
		program_flush();
		error = server_wait_closed(server); /* until it is interrupted */
	}
	server_free(server);
	return error;
}

int main(int argc, char *argv[])
{
	long port = -1;
	Option options[] = { { "port", &port, 0, 65535 }, { 0 } };

	program_begin(
		argc, argv, options,
		" [--port N]\n\n"
		"Sends lines back in upper case: to three clients of its own, or with\n"
		"--port to all that come to port N (0: any), until it is interrupted, "
	        "and\n"
		"in real time, whatever ASYNCIO_CLOCK says.");
	if (port >= 0)
		unsetenv("ASYNCIO_CLOCK"); /* others know nothing of our virtual clock */
	int error = asyncio_run(async_main, &port, NULL);
	if (error < 0 && error != -EINTR)
		program_fail(error);
	return 0;
}
