/* Project scan: see 06-sync-primitives/projects/scan.c. */
#define NAME "scan"
#include "project.h"

/* Sockets at three ports that follow each other. Returns the first port. */
static int three_sockets(int fds[3])
{
	for (;;) {
		fds[0] = socket_at(0);
		int port = port_of(fds[0]);
		fds[1] = socket_at(port + 1);
		fds[2] = socket_at(port + 2);
		if (fds[1] >= 0 && fds[2] >= 0)
			return port;
		for (int i = 0; i < 3; i++)
			close(fds[i]);
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
	int fds[3], port = three_sockets(fds);

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
	int fds[3], port = three_sockets(fds);

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

static void ports_that_do_not_answer_are_waited_for_together(void **state)
{
	char expected[100];
	int fds[3], port = three_sockets(fds);

	for (int i = 0; i < 3; i++) {
		if (!fill(fds[i])) {
			printf("SKIPPED: a full queue of clients refuses others here\n");
			return;
		}
	}
	long began = now_ms();
	assert_int_equal(run_scan("--timeout 600", port, port + 2), 0);
	assert_compared(idle_ms(now_ms() - began), <, 1600);
	snprintf(expected, sizeof expected,
	         "%d no answer\n%d no answer\n%d no answer\nopen: 0 of 3\n", port,
	         port + 1, port + 2);
	assert_text(program_output, expected);
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
      T(a_host_without_an_address_is_one_sentence))
