/* Project proxy: see 06-sync-primitives/projects/proxy.c. */
#define NAME "proxy"
#include "project.h"

static const char no_server[] =
	"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/* What the processes of the servers count. */
static struct {
	unsigned long bytes, ended;
} *counted;

/* Says its letter, sends back what comes, and says "end" when that has ended. */
static void echoes(int fd, int letter)
{
	char data[100] = { (char)letter, '\n' };
	ssize_t n = 2;

	do {
		send(fd, data, (size_t)n, MSG_NOSIGNAL);
	} while ((n = recv(fd, data, sizeof data, 0)) > 0);
	__atomic_add_fetch(&counted->ended, 1, __ATOMIC_RELAXED);
	send(fd, "end\n", 4, MSG_NOSIGNAL);
}

static void floods(int fd, int unused)
{
	static char data[16384];
	ssize_t n;

	while ((n = send(fd, data, sizeof data, MSG_NOSIGNAL)) > 0)
		__atomic_add_fetch(&counted->bytes, (unsigned long)n, __ATOMIC_RELAXED);
}

/* A proxy for the servers at two ports; 0: there is only one. */
static Serving proxy_for(int first, int second)
{
	char ports[40];
	int n = snprintf(ports, sizeof ports, "%d", first);

	if (second != 0)
		snprintf(ports + n, sizeof ports - (size_t)n, " %d", second);
	return project_start(ports);
}

static Serving proxy_for_two(void)
{
	counted = shared_memory(sizeof *counted);
	int a = server_in_a_child(echoes, 'a'), b = server_in_a_child(echoes, 'b');

	return proxy_for(a, b);
}

static void the_servers_take_turns(void **state)
{
	Serving proxy = proxy_for_two();
	int first = serving_connect(&proxy);

	assert_text(hear_line(first), "a");
	int second = serving_connect(&proxy);
	assert_text(hear_line(second), "b");
	int third = serving_connect(&proxy);
	assert_text(hear_line(third), "a");
	assert_text(ask(first, "one\n"), "one\n");
	assert_text(ask(third, "three\n"), "three\n");
	assert_text(ask(second, "two\n"), "two\n");
}

static void half_a_connection_ends_before_the_other_half(void **state)
{
	Serving proxy = proxy_for_two();
	int fd = serving_connect(&proxy);

	assert_text(hear_line(fd), "a");
	say(fd, "the last words\n");
	shutdown(fd, SHUT_WR);
	assert_text(hear_line(fd), "the last words");
	assert_text(hear_line(fd), "end");
	assert_true(is_at_its_end(fd));
}

static void a_server_that_does_not_accept_is_passed_over(void **state)
{
	counted = shared_memory(sizeof *counted);
	int dead = socket_at(0);
	Serving proxy = proxy_for(port_of(dead), server_in_a_child(echoes, 'b'));

	for (int i = 0; i < 3; i++) {
		int fd = serving_connect(&proxy);
		assert_text(hear_line(fd), "b");
		close(fd);
	}
}

static void without_any_server_the_answer_is_502(void **state)
{
	int dead = socket_at(0);
	Serving proxy = proxy_for(port_of(dead), 0);
	int fd = serving_connect(&proxy);

	assert_text(hear(fd, no_server), no_server);
	shutdown(fd, SHUT_WR);
	assert_true(is_at_its_end(fd));
	assert_true(serving_runs(&proxy));
}

static void a_lost_client_is_lost_for_its_server_too(void **state)
{
	Serving proxy = proxy_for_two();
	struct linger reset = { .l_onoff = 1 };
	Patience patience = patience_of(ANSWER_SECONDS);
	int fd = serving_connect(&proxy);

	assert_text(hear_line(fd), "a");
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
	close(fd);
	while (counted->ended == 0 && patience_lasts(&patience))
		pause_ms(5);
	assert_int_equal(counted->ended, 1);
	assert_true(serving_runs(&proxy));
}

static void a_client_that_does_not_read_stops_its_server(void **state)
{
	counted = shared_memory(sizeof *counted);
	Serving proxy = proxy_for(server_in_a_child(floods, 0), 0);
	int fd = serving_connect_narrowly(&proxy);
	unsigned long before = 0, now = 0;

	hear_bytes(fd, &(char){ 0 }, 1);
	do { /* until nothing more is sent */
		before = now;
		pause_ms(300);
		now = __atomic_load_n(&counted->bytes, __ATOMIC_RELAXED);
	} while (now != before && now < 100000000);
	assert_compared(now, <, 100000000);
	assert_text(hear_line(fd), ""); /* and it goes on when the client reads */
}

TESTS(T(the_servers_take_turns), T(half_a_connection_ends_before_the_other_half),
      T(a_server_that_does_not_accept_is_passed_over),
      T(without_any_server_the_answer_is_502),
      T(a_lost_client_is_lost_for_its_server_too),
      T(a_client_that_does_not_read_stops_its_server))
