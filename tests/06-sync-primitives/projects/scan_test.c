/* Project scan: see 06-sync-primitives/projects/scan.c. */
#define NAME "scan"
#include "project.h"

/* Sockets at ports that follow each other. Returns the first port. */
static int sockets_in_a_row(int fds[], int n)
{
	for (;;) {
		int made = 1, port = port_of(fds[0] = socket_at(0));
		while (made < n && (fds[made] = socket_at(port + made)) >= 0)
			made++;
		if (made == n)
			return port;
		while (made > 0)
			close(fds[--made]);
	}
}

static int run_scan(const char *options, int first, int last)
{
	char arguments[100];

	snprintf(arguments, sizeof arguments, "%s 127.0.0.1 %d %d", options, first, last);
	return run_project(arguments);
}

static void it_prints_the_open_ports_in_their_order(void **state)
{
	char expected[100];
	int fds[3], port = sockets_in_a_row(fds, 3);

	listen(fds[0], 10);
	listen(fds[2], 10);
	assert_int_equal(run_scan("", port, port + 2), 0);
	snprintf(expected, sizeof expected, "%d open\n%d open\nopen: 2 of 3\n", port,
	         port + 2);
	assert_text(program_output, expected);
	assert_int_equal(run_scan("--at-once 1", port, port + 2), 0);
	assert_text(program_output, expected);
}

static void a_port_that_refuses_has_no_line(void **state)
{
	int fds[1], port = sockets_in_a_row(fds, 1);

	assert_int_equal(run_scan("", port, port), 0);
	assert_text(program_output, "open: 0 of 1\n");
}

static void two_thousand_ports_need_few_descriptors(void **state)
{
	const char *const command = "exec 2>&1; ulimit -n 40; exec " PROGRAMS "/" SERVER
	                            " --at-once 20 127.0.0.1 1 2000";

	assert_int_equal(run_command_in_time(command), 0);
	assert_printed("of 2000\n");
}

/* Fills the queue of a listener, until the next client has no answer. Returns false on a
 * system where that does not happen. */
static bool fill(int fd)
{
	bool silent = false;

	listen(fd, 0);
	for (int i = 0; i < 8 && !silent; i++) {
		struct sockaddr_in there = { .sin_family = AF_INET,
			                     .sin_port = htons((in_port_t)port_of(fd)),
			                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
		int client = socket(AF_INET, SOCK_STREAM, 0);
		struct pollfd connected = { .fd = client, .events = POLLOUT };
		fcntl(client, F_SETFL, O_NONBLOCK);
		silent = connect(client, (struct sockaddr *)&there, sizeof there) < 0 &&
		         poll(&connected, 1, 200) == 0;
	}
	return silent;
}

/* One after the other the five would take 2.5 seconds. */
static void ports_that_do_not_answer_are_waited_for_together(void **state)
{
	char expected[200];
	int fds[5], port = sockets_in_a_row(fds, 5), n = 0;

	for (int i = 0; i < 5; i++) {
		if (!fill(fds[i])) {
			printf("SKIPPED: a full queue of clients refuses others here\n");
			return;
		}
		n += snprintf(expected + n, sizeof expected - (size_t)n, "%d no answer\n",
		              port + i);
	}
	snprintf(expected + n, sizeof expected - (size_t)n, "open: 0 of 5\n");
	long began = now_ms();
	assert_int_equal(run_scan("--timeout 500", port, port + 4), 0);
	assert_compared(idle_ms(now_ms() - began), <, 1000);
	assert_text(program_output, expected);
}

static void a_last_port_before_the_first_is_refused(void **state)
{
	assert_int_equal(run_project("127.0.0.1 8100 8000"), 2);
}

static void a_host_without_an_address_is_one_sentence(void **state)
{
	assert_int_equal(run_project("'' 1 2"), 1);
	assert_compared(strlen(program_output), >, 0);
	assert_int_equal(strcspn(program_output, "\n"), strlen(program_output) - 1);
}

TESTS(T(it_prints_the_open_ports_in_their_order), T(a_port_that_refuses_has_no_line),
      T(two_thousand_ports_need_few_descriptors),
      T(ports_that_do_not_answer_are_waited_for_together),
      T(a_last_port_before_the_first_is_refused),
      T(a_host_without_an_address_is_one_sentence))
