/* Rung 5.3.1: a task opens a connection to a host and a port. */
#include "system.h"
#include "serve.h"
#include "sock.h"

#include <netdb.h>

/* In front of the system's. The host "several" has these two addresses; a host of letters
 * is unknown otherwise. An address of a family that no system has cannot be used. */
enum { NO_FAMILY = 250, MOST = 2 };
static struct sockaddr_in addresses[MOST];
static struct addrinfo infos[MOST];
static int lists_out, connect_calls, connect_error;
static bool asked_in_digits_first;

int first_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                      struct addrinfo **all) INSTEAD_OF(getaddrinfo);
void first_freeaddrinfo(struct addrinfo *all) INSTEAD_OF(freeaddrinfo);
int first_connect(int fd, const void *address, socklen_t size) INSTEAD_OF(connect);

static void address_set(int i, int family, int port)
{
	addresses[i] = here_at_port(port);
	infos[i] = (struct addrinfo){ .ai_family = family,
		                      .ai_socktype = SOCK_STREAM,
		                      .ai_addrlen = sizeof addresses[i],
		                      .ai_addr = (struct sockaddr *)&addresses[i],
		                      .ai_next = i + 1 < MOST ? &infos[i + 1] : NULL };
}

int first_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                      struct addrinfo **all)
{
	bool several = strcmp(host, "several") == 0;

	*all = NULL;
	if (!several && strcmp(host, "127.0.0.1") != 0) {
		if ((hints->ai_flags & AI_NUMERICHOST) != 0)
			asked_in_digits_first = true;
		return EAI_NONAME;
	}
	if (!several)
		address_set(1, AF_INET, atoi(service));
	*all = several ? &infos[0] : &infos[1];
	lists_out++;
	return 0;
}

void first_freeaddrinfo(struct addrinfo *all)
{
	lists_out -= all != NULL;
}

/* A connection that does not come: the descriptor is one end of a pair that takes no more
 * bytes, so it is not writable. Where the other end is;
 * -2: the next connection is such a one; -1: none is. */
static int nobody = -1;

static void fill_up(int fd)
{
	char bytes[4096] = "";

	while (write(fd, bytes, sizeof bytes) > 0)
		;
}

static void connect_to_nobody(int fd)
{
	int pair[2];

	if (unblocked_pair(SOCK_STREAM, pair) < 0 || dup2(pair[0], fd) < 0)
		trace("the test has no pair");
	close(pair[0]);
	fill_up(fd);
	nobody = pair[1];
}

int first_connect(int fd, const void *address, socklen_t size)
{
	connect_calls++;
	if (connect_error == EINPROGRESS && nobody == -2)
		connect_to_nobody(fd);
	errno = connect_error;
	return errno != 0 ? -1 : (int)SYSTEM(connect, fd, address, size);
}

static void trace_lists(void)
{
	trace(lists_out == 0 ? "freed" : "not freed");
}

static void trace_none(const StreamReader *r, const StreamWriter *w)
{
	trace(r == NULL && w == NULL ? "none" : "there is a stream");
}

static int listener, listener_port;

static void listen_by_hand(void)
{
	listener = bound_socket(&listener_port);
	if (listen(listener, 5) < 0)
		trace("the test cannot listen");
}

/* The client writes a line, which arrives at the other end, and gets one back. */
static void speak(StreamReader *r, StreamWriter *w)
{
	char line[16] = "";

	if (w == NULL)
		return;
	succeeds(writer_write(w, "hello\n", 6));
	int fd = accept(listener, NULL, NULL);
	if (read(fd, line, 6) == 6 && write(fd, "answer\n", 7) == 7)
		trace("%.5s", line);
	trace_client_line(r);
	close(fd);
	writer_free(w);
}

ON_SERVER(a_connection_carries_bytes_in_both_directions, "0 hello answer freed")
{
	StreamReader *r = NULL;
	StreamWriter *w = NULL;

	listen_by_hand();
	trace_status(asyncio_open_connection("127.0.0.1", listener_port, &r, &w));
	speak(r, w);
	close(listener);
	trace_lists();
	return 0;
}

ON_SERVER(the_next_address_is_tried_when_one_fails, "0 hello answer freed")
{
	StreamReader *r = NULL;
	StreamWriter *w = NULL;

	listen_by_hand();
	address_set(0, NO_FAMILY, 1);
	address_set(1, AF_INET, listener_port);
	trace_status(asyncio_open_connection("several", 80, &r, &w));
	speak(r, w);
	close(listener);
	trace_lists();
	return 0;
}

ON_SERVER(the_first_address_that_accepts_is_taken, "0 1 call freed")
{
	StreamReader *r;
	StreamWriter *w = NULL;

	listen_by_hand();
	address_set(0, AF_INET, listener_port);
	address_set(1, AF_INET, listener_port);
	connect_calls = 0;
	trace_status(asyncio_open_connection("several", 80, &r, &w));
	trace(connect_calls == 1 ? "1 call" : "%d calls", connect_calls);
	writer_free(w);
	close(listener);
	trace_lists();
	return 0;
}

ON_SERVER(if_all_addresses_fail_the_last_error_counts,
          "ECONNREFUSED EAFNOSUPPORT none freed closed")
{
	StreamReader *r;
	StreamWriter *w;
	int next = next_descriptor();

	for (int i = 0; i < 2; i++) {
		address_set(i, NO_FAMILY, 1);
		address_set(1 - i, AF_INET, 1);
		trace_status(asyncio_open_connection("several", 80, &r, &w));
	}
	trace_none(r, w);
	trace_lists();
	trace(next_descriptor() == next ? "closed" : "left open");
	return 0;
}

/* The connection would have to be waited for, and that wait is cancelled. */
static int is_cancelled(void *arg, void **result)
{
	StreamReader *r;
	StreamWriter *w;

	connect_error = EINPROGRESS;
	connect_calls = 0;
	task_cancel(asyncio_current_task());
	int error = asyncio_open_connection("several", 80, &r, &w);
	connect_error = 0;
	return error;
}

ON_SERVER(a_cancelled_task_tries_no_other_address, "ECANCELED 1 call freed")
{
	address_set(0, AF_INET, 1);
	address_set(1, AF_INET, 1);
	Task *task = asyncio_create_task(is_cancelled, NULL);
	trace_status(await(task, NULL));
	trace(connect_calls == 1 ? "1 call" : "%d calls", connect_calls);
	trace_lists();
	return 0;
}

static int opens(void *arg, void **result)
{
	StreamReader *r;
	StreamWriter *w;

	return asyncio_open_connection("127.0.0.1", 80, &r, &w);
}

static int sends(void *fd, void **result)
{
	return loop_sock_sendall(asyncio_get_running_loop(), *(int *)fd, "x", 1);
}

/* A task waits until the number can be written to, which is another descriptor now. */
static void wait_at_number(int number)
{
	char bytes[4096];
	int other;

	reuse_number(number, &other);
	fill_up(number);
	Task *task = asyncio_create_task(sends, &number);
	turns();
	trace(future_done(task) ? "the test has not filled it" : "full");
	while (read(other, bytes, sizeof bytes) > 0)
		;
	turns();
	trace(future_done(task) ? "sent" : "not woken");
	task_cancel(task);
	ignore_status(await(task, NULL));
	loop_close_fd(asyncio_get_running_loop(), number);
	close(other);
}

ON_SERVER(a_connection_that_is_given_up_is_closed_and_its_number_forgotten,
          "waits ECANCELED closed full sent")
{
	int number = next_descriptor();

	connect_error = EINPROGRESS;
	nobody = -2;
	Task *task = asyncio_create_task(opens, NULL);
	turns();
	trace(future_done(task) ? "done" : "waits");
	connect_error = 0;
	task_cancel(task);
	trace_status(await(task, NULL));
	trace_closed(number);
	close(nobody);
	nobody = -1;
	wait_at_number(number);
	return 0;
}

ON_SERVER(a_name_that_does_not_exist_is_ENOENT, "ENOENT none digits")
{
	StreamReader *r;
	StreamWriter *w;

	asked_in_digits_first = false;
	trace_status(asyncio_open_connection("nowhere", 80, &r, &w));
	trace_none(r, w);
	trace(asked_in_digits_first ? "digits" : "not for digits");
	return 0;
}

ON_WIRE(to_open_may_be_refused, "EINVAL EINVAL ECONNREFUSED none")
{
	StreamReader *r = reader;
	StreamWriter *w = writer;

	trace_status(asyncio_open_connection("127.0.0.1", -1, &r, &w));
	trace_status(asyncio_open_connection("127.0.0.1", 65536, &r, &w));
	trace_status(asyncio_open_connection("127.0.0.1", 1, &r, &w));
	trace_none(r, w);
	return 0;
}

static void to_open_needs_a_task(void **state)
{
	StreamReader *r = NULL;
	StreamWriter *w = NULL;

	assert_int_equal(asyncio_open_connection("127.0.0.1", 1, &r, &w), -EPERM);
	assert_null(r);
	assert_null(w);
}

TESTS(T(a_connection_carries_bytes_in_both_directions),
      T(the_next_address_is_tried_when_one_fails),
      T(the_first_address_that_accepts_is_taken),
      T(if_all_addresses_fail_the_last_error_counts),
      T(a_cancelled_task_tries_no_other_address),
      T(a_connection_that_is_given_up_is_closed_and_its_number_forgotten),
      T(a_name_that_does_not_exist_is_ENOENT), T(to_open_may_be_refused),
      T(to_open_needs_a_task))
