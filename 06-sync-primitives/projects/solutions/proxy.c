/* proxy.c - a reverse proxy: a way to write it.
 *
 * A connection is two copies, one in each direction, and each is a loop of reader_read,
 * writer_write and writer_drain. The drain is what keeps the memory small: while the
 * slow side does not read, this task does not read from the fast side either. The task
 * of the connection makes one copy, a task of a group the other one; the group is there
 * for the end, because a copy that fails cancels the other one. A second way makes two
 * tasks, and asyncio_wait with FIRST_EXCEPTION returns when both have ended, or one has
 * failed. Then the other one is cancelled by hand, and both are awaited. */
#include "asyncio.h"
#include "program.h"

#define NO_SERVER \
	"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

enum { SERVERS = 16, PIECE = 16384 };

typedef struct Proxy {
	int ports[SERVERS];
	int n, next;
} Proxy;

typedef struct Copy {
	StreamReader *from;
	StreamWriter *to;
} Copy;

static int copies(void *arg, void **result)
{
	const Copy *copy = arg;
	char data[PIECE];
	ssize_t n;
	int error = 0;

	while (error == 0 && (n = reader_read(copy->from, data, sizeof data)) != 0) {
		error = n < 0 ? (int)n : writer_write(copy->to, data, (size_t)n);
		if (error == 0)
			error = writer_drain(copy->to);
	}
	return error == 0 ? writer_write_eof(copy->to) : error;
}

/* The first server, in their turn, that accepts. */
static int connects(Proxy *proxy, StreamReader **reader, StreamWriter **writer)
{
	int error = -ECONNREFUSED;

	for (int i = 0; i < proxy->n && error < 0 && error != -ECANCELED; i++) {
		int port = proxy->ports[proxy->next++ % proxy->n];
		error = asyncio_open_connection("127.0.0.1", port, reader, writer);
	}
	return error;
}

/* How a connection ends is no error of the proxy. */
static int serve(StreamReader *reader, StreamWriter *writer, void *arg)
{
	TaskGroup group = { 0 };
	StreamReader *server_reader;
	StreamWriter *server_writer;
	int error = connects(arg, &server_reader, &server_writer);

	if (error < 0)
		return error == -ECANCELED ?
		               error :
		               writer_write(writer, NO_SERVER, strlen(NO_SERVER));
	Copy there = { reader, server_writer }, back = { server_reader, writer };
	error = taskgroup_enter(&group);
	if (error == 0) {
		taskgroup_create_task(&group, copies, &there);
		error = copies(&back, NULL);
		error = taskgroup_exit(&group, error);
	}
	if (error < 0) {
		writer_abort(server_writer);
		writer_abort(writer);
	}
	writer_free(server_writer);
	return error == -ECANCELED ? error : 0;
}

static int async_main(void *arg, void **result)
{
	Proxy *proxy = arg;
	Server *server;
	int error = asyncio_start_server(serve, proxy, "127.0.0.1", proxy->next, &server);

	if (error < 0)
		return error;
	proxy->next = 0;
	printf("listening on 127.0.0.1:%d\n", server->port);
	program_flush();
	error = server_wait_closed(server); /* until it is interrupted */
	server_free(server);
	return error;
}

int main(int argc, char *argv[])
{
	Proxy proxy = { 0 };
	long port = 8080;
	Option options[] = { { "port", &port, 0, 65535 }, { 0 } };
	int operand = program_options(argc, argv, options, " [--port N] PORT...");

	if (operand == argc || argc - operand > SERVERS)
		program_refuse("it wants the ports of 1 to 16 servers", "");
	while (operand < argc)
		proxy.ports[proxy.n++] =
			(int)program_number("PORT", argv[operand++], 1, 65535);
	unsetenv("ASYNCIO_CLOCK"); /* others know nothing of our virtual clock */
	proxy.next = (int)port;
	int error = asyncio_run(async_main, &proxy, NULL);
	if (error < 0 && error != -EINTR)
		program_fail(error);
	return 0;
}
