/* client.c - sends lines to the server, and prints what comes back. */
#include "program.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* Returns a socket that blocks, because the client has nothing else to do. Ends the
 * program if there is no server. */
static int connect_or_fail(long port)
{
	struct sockaddr_in there = { .sin_family = AF_INET,
		                     .sin_port = htons((in_port_t)port),
		                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd >= 0 && connect(fd, (struct sockaddr *)&there, sizeof there) == 0)
		return fd;
	if (errno != ECONNREFUSED)
		program_fail(-errno);
	fprintf(stderr, "%s: nobody listens on port %ld\n", program_name, port);
	exit(1);
}

static void send_all(int fd, const char *data, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, data, n, MSG_NOSIGNAL);
		if (sent < 0)
			program_fail(-errno);
		data += sent;
		n -= (size_t)sent;
	}
}

/* Receives an answer of n bytes, and prints it, in pieces: it may be of any length. */
static void print_answer(int fd, size_t n)
{
	char data[4096];

	while (n > 0) {
		ssize_t came = recv(fd, data, n < sizeof data ? n : sizeof data, 0);
		if (came < 0)
			program_fail(-errno);
		if (came == 0) {
			fprintf(stderr, "%s: the server has gone\n", program_name);
			exit(1);
		}
		fwrite(data, 1, (size_t)came, stdout);
		n -= (size_t)came;
	}
	program_flush();
}

/* Sends a text, and prints the answer, a piece at a time: if both sides sent without
 * end, neither would ever read. */
static void say(int fd, const char *text, size_t n)
{
	for (size_t part; n > 0; text += part, n -= part) {
		part = n < 4096 ? n : 4096;
		send_all(fd, text, part);
		print_answer(fd, part);
	}
}

static void say_lines(int fd)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	while ((n = getline(&line, &size, stdin)) > 0) {
		if (line[n - 1] != '\n')
			line[n++] = '\n'; /* in place of the '\0' */
		say(fd, line, (size_t)n);
	}
	free(line);
	if (ferror(stdin))
		program_fail(-errno);
}

int main(int argc, char *argv[])
{
	long port = 8080;
	Option options[] = { { "port", &port, 1, 65535 }, { 0 } };
	int text = program_options(argc, argv, options,
	                           " [--port N] [TEXT ...]\n\n"
	                           "Sends each TEXT, or each line of the input, as a "
	                           "line to the server at port\n"
	                           "N (1 to 65535; 8080), and prints the answers.");
	int fd = connect_or_fail(port);

	if (text == argc)
		say_lines(fd);
	for (; text < argc; text++) {
		size_t n = strlen(argv[text]);
		argv[text][n] = '\n'; /* in place of the '\0' */
		say(fd, argv[text], n + 1);
	}
	close(fd);
	return 0;
}
