/* web.h - clients of http_server, which say what they like. */
#ifndef WEB_H
#define WEB_H

#define SERVER "http_server"
#include "../03-nonblocking-server/clients.h"

/* What has come last, with a '\0' behind it. */
static char answer[65536];

static inline void say_bytes(int fd, const char *bytes, size_t n)
{
	struct pollfd there = { .fd = fd, .events = POLLOUT };
	Patience patience = patience_of(ANSWER_SECONDS);

	while (n > 0) {
		ssize_t sent = -1;
		if (patience_ready(&patience, &there, 1))
			sent = send(fd, bytes, n, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent < 0)
			return; /* it has had enough */
		bytes += sent;
		n -= (size_t)sent;
	}
}

/* One answer: header and body. "": none has come. */
static inline const char *hear_answer(int fd, bool with_body)
{
	size_t n = 0, body = 0;
	char *end = NULL;

	memset(answer, 0, sizeof answer);
	while (end == NULL && n + 1 < sizeof answer &&
	       hear_bytes(fd, answer + n, 1) == 1) {
		n++;
		end = strstr(answer, "\r\n\r\n");
	}
	const char *length = strstr(answer, "Content-Length: ");
	if (end == NULL || length == NULL)
		return answer;
	body = (size_t)atol(length + strlen("Content-Length: "));
	if (with_body && body < sizeof answer - n - 1)
		hear_bytes(fd, answer + n, body);
	return answer;
}

/* It has not been answered yet. */
static inline bool is_silent(int fd)
{
	struct pollfd client = { .fd = fd, .events = POLLIN };

	return poll(&client, 1, 0) == 0;
}

/* The status of the answer; 0: none has come. */
static inline int hear_status(int fd)
{
	int status = 0;

	sscanf(hear_answer(fd, true), "HTTP/1.1 %d ", &status);
	return status;
}

/* Says that much on a new connection, and returns the status of the answer; -1, if the
 * connection is not at its end then. */
static inline int last_status(const Serving *serving, const char *bytes, size_t n)
{
	int fd = serving_connect(serving);

	say_bytes(fd, bytes, n);
	int status = hear_status(fd);
	if (!is_at_its_end(fd))
		status = -1;
	close(fd);
	return status;
}

#define assert_page(fd)                          \
	(assert_int_equal(hear_status(fd), 200), \
	 assert_non_null(strstr(answer, "<h1>It works</h1>")))

/* It still does what it should. */
static inline void assert_serves_pages(const Serving *serving)
{
	int fd = serving_connect(serving);

	say(fd, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
	assert_page(fd);
	close(fd);
}

#endif
