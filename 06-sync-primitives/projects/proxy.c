/* proxy.c - a reverse proxy: it listens at one port, and passes on what comes to one of
 * several servers behind it.
 *
 * "proxy --port 8080 8081 8082" prints "listening on 127.0.0.1:8080", and then serves
 * until it is interrupted. The first connection goes to the server at port 8081 of this
 * machine, the next one to 8082, then 8081 again. If one of the servers does not accept
 * the connection, the next one is tried. If none does, the client is sent NO_SERVER, and
 * the connection is closed.
 *
 * The bytes are passed on as they are, in both directions at the same time. When one
 * side has ended its half of the connection, the proxy ends that half on the other side,
 * and goes on with the other half. If one side is lost, so is the other one. A client
 * that does not read must not fill the memory of the proxy. */
#include "asyncio.h"
#include "program.h"

#define NO_SERVER \
	"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

enum { SERVERS = 16 };

typedef struct Proxy {
	int ports[SERVERS];
	int n, next;
} Proxy;

int main(int argc, char *argv[])
{
	long port = 8080;
	Option options[] = { { "port", &port, 0, 65535 }, { 0 } };

	program_options(argc, argv, options, " [--port N] PORT...");
	unsetenv("ASYNCIO_CLOCK"); /* others know nothing of our virtual clock */
	return 0;
}
