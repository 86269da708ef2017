/* Rung 5.3.5: what a server does with the list of a host's addresses. */
#include "system.h"
#include "serve.h"

#include <netdb.h>

/* In front of the system's: a host "twice" has the same address two times. It has no
 * other hosts. */
static struct sockaddr_in address;
static struct addrinfo infos[2];
static int lists_out;

int first_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                      struct addrinfo **all) INSTEAD_OF(getaddrinfo);
void first_freeaddrinfo(struct addrinfo *all) INSTEAD_OF(freeaddrinfo);

int first_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                      struct addrinfo **all)
{
	*all = NULL;
	if (host == NULL || strcmp(host, "twice") != 0)
		return EAI_NONAME;
	address = here_at_port(atoi(service));
	for (int i = 0; i < 2; i++) {
		infos[i] = (struct addrinfo){ .ai_family = AF_INET,
			                      .ai_socktype = SOCK_STREAM,
			                      .ai_addrlen = sizeof address,
			                      .ai_addr = (struct sockaddr *)&address,
			                      .ai_next = i == 0 ? &infos[1] : NULL };
	}
	*all = &infos[0];
	lists_out++;
	return 0;
}

void first_freeaddrinfo(struct addrinfo *all)
{
	lists_out -= all != NULL;
}

static void trace_list(void)
{
	trace(lists_out == 0 ? "freed" : "not freed");
	lists_out = 0;
}

ON_SERVER(an_address_that_occurs_twice_is_listened_at_once, "0 connected freed")
{
	server = NULL;
	trace_status(asyncio_start_server(echoes, NULL, "twice", 0, &server));
	int fd = server == NULL ? -1 : dial(server->port);
	trace(fd >= 0 ? "connected" : "refused");
	close(fd);
	trace_list();
	server_free(server);
	return 0;
}

ON_SERVER(the_list_of_addresses_is_freed_after_an_error_too, "EADDRINUSE freed")
{
	int port, fd = bound_socket(&port);

	server = NULL;
	if (listen(fd, 5) < 0)
		trace("the test cannot listen");
	trace_status(asyncio_start_server(echoes, NULL, "twice", port, &server));
	trace_list();
	close(fd);
	server_free(server);
	return 0;
}

TESTS(T(an_address_that_occurs_twice_is_listened_at_once),
      T(the_list_of_addresses_is_freed_after_an_error_too))
