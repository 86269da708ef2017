/* Rung 5.5.4: streams to a host that has a name. */
#include "system.h"
#include "wire.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netdb.h>
#include <netinet/in.h>

/* In front of libc's: a name that has several addresses, one of them twice, and one that
 * no machine has. */
static const char *const addresses[] = { "127.0.0.1", "192.0.2.1", "127.0.0.1", "::1" };
static bool has_several;

int first_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                      struct addrinfo **all) INSTEAD_OF(getaddrinfo);
void first_freeaddrinfo(struct addrinfo *all) INSTEAD_OF(freeaddrinfo);

static struct addrinfo *address_new(const char *text, const char *service)
{
	struct Node {
		struct addrinfo info;
		struct sockaddr_in6 address;
	} *node = calloc(1, sizeof *node);
	struct sockaddr_in *four = (struct sockaddr_in *)(void *)&node->address;
	bool six = strchr(text, ':') != NULL;

	node->info.ai_family = six ? AF_INET6 : AF_INET;
	node->info.ai_socktype = SOCK_STREAM;
	node->info.ai_addrlen = six ? sizeof node->address : sizeof *four;
	node->info.ai_addr = (struct sockaddr *)(void *)&node->address;
	node->address.sin6_family = (sa_family_t)node->info.ai_family;
	node->address.sin6_port = htons((in_port_t)atoi(service));
	inet_pton(node->info.ai_family, text,
	          six ? (void *)&node->address.sin6_addr : (void *)&four->sin_addr);
	return &node->info;
}

int first_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                      struct addrinfo **all)
{
	*all = NULL;
	if (hints->ai_flags & AI_NUMERICHOST && isalpha((unsigned char)*host))
		return EAI_NONAME;
	for (int i = has_several ? 4 : 1; i-- > 0;) {
		bool named = isalpha((unsigned char)*host);
		struct addrinfo *info = address_new(named ? addresses[i] : host, service);
		info->ai_next = *all;
		*all = info;
	}
	return 0;
}

void first_freeaddrinfo(struct addrinfo *all)
{
	for (struct addrinfo *next; all != NULL; all = next) {
		next = all->ai_next;
		free(all);
	}
}

static int says_hello(StreamReader *r, StreamWriter *w, void *arg)
{
	return writer_write(w, "hello\n", 6);
}

static int finds_by_name(void *arg, void **result)
{
	StreamReader *r = NULL;
	StreamWriter *w = NULL;
	Server *server = NULL;
	char line[16] = "";

	int error = asyncio_start_server(says_hello, NULL, "localhost", 0, &server);
	trace_status(error);
	if (server == NULL)
		return 0;
	trace_status(asyncio_open_connection("localhost", server->port, &r, &w));
	if (w != NULL) {
		trace_status(reader_readline(r, line, sizeof line));
		trace("%.5s", line);
	}
	writer_free(w);
	server_free(server);
	return 0;
}

static void a_name_is_looked_up(void **state)
{
	assert_int_equal(asyncio_run(finds_by_name, NULL, NULL), 0);
	assert_trace("0 0 6 hello");
}

static int opens(void *arg, void **result)
{
	StreamReader *r;
	StreamWriter *w;

	return asyncio_open_connection("localhost", 1, &r, &w);
}

static int cancels_the_look_up(void *arg, void **result)
{
	Task *task = asyncio_create_task(opens, NULL);

	succeeds(asyncio_sleep(0));
	task_cancel(task);
	trace_status(await(task, NULL));
	return 0;
}

static void a_look_up_may_be_cancelled(void **state)
{
	assert_int_equal(asyncio_run(cancels_the_look_up, NULL, NULL), 0);
	assert_trace("ECANCELED");
}

static int listens_on_all(void *arg, void **result)
{
	Server *server = NULL;
	StreamReader *r;
	StreamWriter *w;

	has_several = true;
	trace_status(asyncio_start_server(says_hello, NULL, "several", 0, &server));
	has_several = false;
	for (int i = 0; i < 4 && server != NULL; i += 3) {
		int error = asyncio_open_connection(addresses[i], server->port, &r, &w);
		bool missing = error == -EADDRNOTAVAIL || error == -EAFNOSUPPORT;
		trace("%s", error == 0 || (i == 3 && missing) ? "connected" : "refused");
		writer_free(w);
	}
	server_free(server);
	return 0;
}

static void a_server_listens_on_all_addresses_of_a_name(void **state)
{
	assert_int_equal(asyncio_run(listens_on_all, NULL, NULL), 0);
	assert_trace("0 connected connected");
}

TESTS(T(a_server_listens_on_all_addresses_of_a_name), T(a_name_is_looked_up),
      T(a_look_up_may_be_cancelled))
