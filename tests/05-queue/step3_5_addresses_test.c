/* Rung 5.3.5: a server listens at all addresses of a host. */
#include "system.h"
#include "serve.h"

#include <arpa/inet.h>

/* In front of the system's: what its first two calls fail with, and how many calls there
 * were. If the second fails with EADDRINUSE, so does each later call for its port. */
static int bind_errors[2], bind_calls, bound_first;
static in_port_t port_in_use;

int first_bind(int fd, const void *address, socklen_t size) INSTEAD_OF(bind);

int first_bind(int fd, const void *address, socklen_t size)
{
	int call = bind_calls++;
	in_port_t port = ((const struct sockaddr_in *)address)->sin_port;

	errno = call < 2 ? bind_errors[call] : 0;
	bound_first = call == 0 ? fd : bound_first;
	if (call == 1)
		port_in_use = errno == EADDRINUSE ? port : 0;
	if (call > 1 && port != 0 && port == port_in_use)
		errno = EADDRINUSE;
	return errno != 0 ? -1 : (int)SYSTEM(bind, fd, address, size);
}

static int serve_at(const char *host, int port)
{
	server = NULL;
	int error = asyncio_start_server(says_hello, NULL, host, port, &server);

	return error == 0 && server == NULL ? -EIO : error;
}

ON_SERVER(a_server_may_be_refused,
          "EADDRINUSE none EINVAL none EINVAL EADDRNOTAVAIL none")
{
	Server *other = NULL;

	if (serve_at("127.0.0.1", 0) < 0)
		return 0;
	trace_status(
		asyncio_start_server(echoes, NULL, "127.0.0.1", server->port, &other));
	trace_no_server(other);
	trace_status(asyncio_start_server(echoes, NULL, "127.0.0.1", 65536, &other));
	trace_no_server(other);
	trace_status(asyncio_start_server(NULL, NULL, "127.0.0.1", 0, &other));
	server_free(server);
	trace_status(asyncio_start_server(echoes, NULL, "192.0.2.1", 0, &other));
	trace_no_server(other);
	return 0;
}

static void a_server_needs_a_loop(void **state)
{
	Server *none = (Server *)(uintptr_t)1;

	assert_int_equal(asyncio_start_server(echoes, NULL, "127.0.0.1", 0, &none),
	                 -EPERM);
	assert_null(none);
}

/* Where there is no IPv6 nobody can ask for it. */
ON_SERVER(without_a_host_it_listens_everywhere, "hello hello hello")
{
	const char *hosts[] = { NULL, "127.0.0.1", "::1" };
	StreamReader *r = NULL;
	StreamWriter *w = NULL;

	server = NULL;
	succeeds(asyncio_start_server(says_hello, NULL, NULL, 0, &server));
	for (int i = 0; i < 3 && server != NULL; i++) {
		int error = asyncio_open_connection(hosts[i], server->port, &r, &w);
		if (error == 0 && r != NULL)
			trace_client_line(r);
		else if (error == -EAFNOSUPPORT || error == -EADDRNOTAVAIL)
			trace("hello");
		writer_free(w);
	}
	server_free(server);
	return 0;
}

static bool has_no_ipv6(void)
{
	struct sockaddr_in6 here = { .sin6_family = AF_INET6,
		                     .sin6_addr = in6addr_loopback };
	int fd = socket(AF_INET6, SOCK_STREAM, 0);
	bool has = fd >= 0 && bind(fd, (struct sockaddr *)&here, sizeof here) == 0;

	close(fd);
	return !has;
}

/* On a busy machine some other program may have the port at the second address: then
 * another port is tried. */
ON_SERVER(IPv4_and_IPv6_may_have_a_port_each_for_itself, "0 0")
{
	if (has_no_ipv6()) {
		trace("0 0");
		return 0;
	}
	int error = -EADDRINUSE;
	for (int i = 0; i < 10 && error == -EADDRINUSE; i++) {
		int first = serve_at("::", 0);
		Server *other = server;
		if (first < 0 || i == 0)
			trace_status(first);
		if (other == NULL)
			return 0;
		error = serve_at("0.0.0.0", other->port);
		server_free(server);
		server_free(other);
	}
	trace_status(error);
	return 0;
}

ON_SERVER(all_addresses_have_the_same_port, "0 connected more")
{
	bind_errors[1] = has_no_ipv6() ? 0 : EADDRINUSE;
	bind_calls = 0; /* another program has that port of the second address */
	trace_status(serve_at(NULL, 0));
	bind_errors[1] = 0;
	if (server == NULL)
		return 0;
	int fd = dial(server->port);
	trace(fd >= 0 ? "connected" : "refused");
	trace(bind_calls > 2 || has_no_ipv6() ? "more" : "%d", bind_calls);
	close(fd);
	server_free(server);
	return 0;
}

ON_SERVER(an_address_that_is_not_there_is_left_out,
          "EADDRNOTAVAIL: 0 connected EAFNOSUPPORT: 0 connected")
{
	const int errors[] = { EADDRNOTAVAIL, EAFNOSUPPORT };

	for (int i = 0; i < 2; i++) {
		bind_errors[1] = errors[i];
		bind_calls = 0;
		int error = serve_at(NULL, 0);
		bind_errors[1] = 0;
		trace("%s:", wire_error(-errors[i]));
		trace_status(error);
		int fd = dial(server == NULL ? 0 : server->port);
		trace(fd >= 0 ? "connected" : "refused");
		close(fd);
		server_free(server);
	}
	return 0;
}

ON_SERVER(after_an_error_it_listens_nowhere, "EACCES none closed")
{
	if (has_no_ipv6()) { /* then there is no second address */
		trace("EACCES none closed");
		return 0;
	}
	bind_errors[1] = EACCES;
	bind_calls = 0;
	int error = serve_at(NULL, 0), first = bound_first;
	bind_errors[1] = 0;
	trace_status(error);
	trace_no_server(server);
	trace_closed(first);
	return 0;
}

ON_SERVER(an_error_of_one_address_ends_the_attempt, "EACCES none 0 1")
{
	bind_errors[0] = EACCES;
	bind_calls = 0;
	int error = serve_at(NULL, 0);
	bind_errors[0] = 0;
	trace_status(error);
	trace_no_server(server);
	trace_status(serve_at("127.0.0.1", 0));
	trace("%d", bind_calls - (server != NULL));
	server_free(server);
	return 0;
}

TESTS(T(a_server_may_be_refused), T(a_server_needs_a_loop),
      T(without_a_host_it_listens_everywhere),
      T(IPv4_and_IPv6_may_have_a_port_each_for_itself),
      T(all_addresses_have_the_same_port), T(an_address_that_is_not_there_is_left_out),
      T(an_error_of_one_address_ends_the_attempt), T(after_an_error_it_listens_nowhere))
