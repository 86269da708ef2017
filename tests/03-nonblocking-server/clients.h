/* clients.h - clients of the server, one at a time and with both selectors. */
#ifndef CLIENTS_H
#define CLIENTS_H

#include "selector_names.h"
#include "serving.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

/* Connects a socket to the server, and returns it. */
static inline int serving_connect_by(int fd, const Serving *serving)
{
	struct sockaddr_in there = { .sin_family = AF_INET,
		                     .sin_port = htons((in_port_t)serving->port),
		                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	assert_compared(fd, >=, 0);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	int status = connect(fd, (struct sockaddr *)&there, sizeof there);
	int connect_status = status < 0 ? -errno : 0;
	if (connect_status < 0)
		print_the_dead();
	assert_int_equal(connect_status, 0);
	return fd;
}

static inline int serving_connect(const Serving *serving)
{
	return serving_connect_by(socket(AF_INET, SOCK_STREAM, 0), serving);
}

/* A connection that takes in little before it is full: with small packets the system's
 * buffers begin small. */
static inline int serving_connect_narrowly(const Serving *serving)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), packet = 1400, buffer = 16 * 1024;

	setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &packet, sizeof packet);
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
	return serving_connect_by(fd, serving);
}

static inline void say(int fd, const char *text)
{
	ssize_t sent = send(fd, text, strlen(text), MSG_NOSIGNAL);

	if (sent < 0)
		print_the_dead();
	assert_int_equal(sent < 0 ? -errno : sent, strlen(text));
}

/* As many bytes as that; fewer if the connection ends, or if they do not come in time. */
static inline size_t hear_bytes(int fd, void *bytes, size_t n)
{
	size_t heard = 0;
	ssize_t more = 1;

	for (; heard < n && more > 0; heard += more > 0 ? (size_t)more : 0)
		more = !comes_in_time(fd) ? 0
		                          : recv(fd, (char *)bytes + heard, n - heard, 0);
	if (heard < n)
		print_the_dead();
	return heard;
}

/* As many characters as text has, or fewer. */
static inline const char *hear(int fd, const char *text)
{
	static char answer[256];

	answer[hear_bytes(fd, answer, strlen(text))] = '\0';
	return answer;
}

static inline const char *ask(int fd, const char *text)
{
	say(fd, text);
	return hear(fd, text);
}

/* The other side has closed it: in order, or with a reset. */
static inline bool is_at_its_end(int fd)
{
	char byte;
	bool comes = comes_in_time(fd);
	ssize_t n = comes ? recv(fd, &byte, 1, 0) : 1;

	if (n > 0)
		printf("the server should have closed the connection; %s\n",
		       comes ? "it has sent something instead"
		             : "it is still open");
	return n == 0 || (n < 0 && errno == ECONNRESET);
}

/* A client that comes, is answered, and goes. */
static inline void assert_serves(const Serving *serving)
{
	int fd = serving_connect(serving);

	assert_string_equal(ask(fd, "is anybody there?\n"), "IS ANYBODY THERE?\n");
	close(fd);
}

/* ==== Both selectors, at the same time ==== */

typedef void Body(const char *mode, const char *selector);

/* Each in a process of its own: what waits, waits at once. An assertion that fails there
 * is told there, and ends that process with a status. */
static inline void on_both_selectors(Body *body, const char *mode)
{
	pid_t children[SELECTOR_NAMES];
	int statuses[SELECTOR_NAMES] = { 0 };

	if (strcmp(mode, "busy") == 0) {
		body(mode, NULL);
		return;
	}
	fflush(NULL);
	for (int i = 0; i < SELECTOR_NAMES; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			body(mode, selector_names[i]);
			fflush(NULL);
			_exit(0);
		}
	}
	for (int i = 0; i < SELECTOR_NAMES; i++)
		waitpid(children[i], &statuses[i], 0);
	for (int i = 0; i < SELECTOR_NAMES; i++) {
		if (statuses[i] != 0)
			printf("with %s and %s:\n", mode, selector_names[i]);
		assert_int_equal(statuses[i], 0);
	}
}

#endif
