/* Step 5.3: where a server listens, and whom it accepts there. */
#include "system.h"
#include "wire.h"

#include <arpa/inet.h>
#include <netinet/in.h>

/* In front of the system's: what they fail with, and how often they were called. */
static int accept_error, accept_calls, bind_errors[2], bind_calls, name_error;

int first_bind(int fd, const void *address, socklen_t size) INSTEAD_OF(bind);
int first_getsockname(int fd, void *address, void *size) INSTEAD_OF(getsockname);

static bool refuses_to_accept(void)
{
	accept_calls++;
	errno = accept_error;
	return errno != 0;
}

INSTEAD_OF_ACCEPT(refuses_to_accept)

int first_bind(int fd, const void *address, socklen_t size)
{
	errno = bind_calls < 2 ? bind_errors[bind_calls] : 0;
	bind_calls++;
	return errno != 0 ? -1 : (int)SYSTEM(bind, fd, address, size);
}

int first_getsockname(int fd, void *address, void *size)
{
	errno = name_error;
	return errno != 0 ? -1 : (int)SYSTEM(getsockname, fd, address, size);
}

static Server *server;
static int handled;

static void on(Loop *loop, CoroutineFn *fn)
{
	Task *task = loop_create_task(loop, fn, NULL);

	assert_non_null(task);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
}

#define ON_SERVER(name, expected) ON_BOTH(on, name, expected)

static int is_handled(StreamReader *r, StreamWriter *w, void *arg)
{
	handled++;
	return 0;
}

static int serve(const char *host, int port)
{
	server = NULL;
	int error = asyncio_start_server(is_handled, NULL, host, port, &server);

	return error == 0 && server == NULL ? -EIO : error;
}

/* A client that says nothing; the system has it wait until it is accepted. */
static int dial(int port)
{
	struct sockaddr_in there = { .sin_family = AF_INET,
		                     .sin_port = htons((in_port_t)port),
		                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&there, sizeof there) == 0)
		return fd;
	close(fd);
	return -1;
}

/* They wait until they are accepted, and in some systems no more than 128 can. */
enum { CROWD = 100 };

ON_SERVER(a_crowd_is_accepted_in_few_passes, "100 few")
{
	int clients[CROWD];

	handled = 0;
	if (!allow_descriptors(2 * CROWD + 100) || serve("127.0.0.1", 0) < 0)
		return 0;
	for (int i = 0; i < CROWD; i++)
		clients[i] = dial(server->port);
	count_passes(asyncio_get_running_loop());
	for (int i = 0; i < 2 * CROWD && handled < CROWD; i++)
		succeeds(asyncio_sleep(0));
	trace("%d", handled);
	trace(passes < 20 ? "few" : "%d", passes);
	for (int i = 0; i < CROWD; i++)
		close(clients[i]);
	server_free(server);
	return 0;
}

ON_SERVER(a_port_that_is_not_known_is_an_error, "ENOBUFS 1 0")
{
	name_error = ENOBUFS;
	int error = serve("127.0.0.1", 0);
	name_error = 0;
	trace(error == -ENOBUFS ? "ENOBUFS" : "%s", wire_error(error));
	trace("%d", server == NULL);
	trace_status(serve("127.0.0.1", 0));
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

ON_SERVER(IPv4_and_IPv6_may_have_a_port_each_for_itself, "0 0")
{
	if (has_no_ipv6()) {
		trace("0 0");
		return 0;
	}
	trace_status(serve("::", 0));
	Server *other = server;
	if (other == NULL)
		return 0;
	trace_status(serve("0.0.0.0", other->port));
	server_free(server);
	server_free(other);
	return 0;
}

ON_SERVER(all_addresses_have_the_same_port, "0 connected more")
{
	bind_errors[1] = has_no_ipv6() ? 0 : EADDRINUSE;
	bind_calls = 0; /* another program has that port of the second address */
	trace_status(serve(NULL, 0));
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

ON_SERVER(an_address_that_is_not_there_is_left_out, "0 connected 1 1")
{
	for (int i = 0; i < 2; i++) {
		bind_errors[1] = i == 0 ? EADDRNOTAVAIL : EACCES;
		bind_calls = 0;
		int error = serve(NULL, 0);
		bind_errors[1] = 0;
		if (i == 1) {
			trace("%d", error == -EACCES || has_no_ipv6());
			trace("%d", server == NULL || has_no_ipv6());
			server_free(server);
			break;
		}
		trace_status(error);
		int fd = dial(server == NULL ? 0 : server->port);
		trace(fd >= 0 ? "connected" : "refused");
		close(fd);
		server_free(server);
	}
	return 0;
}

static int cannot_accept(void *arg, void **result)
{
	if (serve("127.0.0.1", 0) < 0)
		return 0;
	for (int i = 0; i < 2; i++) {
		int fd = dial(server->port);
		accept_error = i == 0 ? EPERM : EMFILE;
		accept_calls = handled = 0;
		succeeds(asyncio_sleep(10.5));
		printf("%d: %s, %d\n", i, accept_calls <= 1100 ? "few" : "many", handled);
		accept_error = 0;
		succeeds(asyncio_sleep(1));
		printf("%d: then %d\n", i, handled);
		close(fd);
	}
	server_free(server);
	fflush(stdout);
	return 0;
}

static void run_cannot_accept(void)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	succeeds(asyncio_run(cannot_accept, NULL, NULL));
}

static int times_printed(const char *text)
{
	int n = 0;

	for (const char *t = program_output; (t = strstr(t, text)) != NULL; t++)
		n++;
	return n;
}

static void a_rest_is_reported_once_with_its_reason(void **state)
{
	assert_int_equal(run_child(run_cannot_accept), 0);
	assert_printed("0: few, 0\n");
	assert_printed("0: then 1\n");
	assert_printed("1: few, 0\n");
	assert_printed("1: then 1\n");
	assert_int_equal(times_printed("no connection is accepted for now: "), 2);
	assert_int_equal(times_printed(strerror(EPERM)), 1);
	assert_int_equal(times_printed(strerror(EMFILE)), 1);
}

TESTS(T(a_crowd_is_accepted_in_few_passes), T(a_port_that_is_not_known_is_an_error),
      T(IPv4_and_IPv6_may_have_a_port_each_for_itself),
      T(all_addresses_have_the_same_port), T(an_address_that_is_not_there_is_left_out),
      T(a_rest_is_reported_once_with_its_reason))
