/* web_loop.h - a web server in the loop of the test, and a client of it, on the virtual
 * clock. */
#ifndef WEB_LOOP_H
#define WEB_LOOP_H

#include "serve.h"

#include "http.h"

static Http http;
static StreamReader *r;
static StreamWriter *w;
static double began;

/* Starts the server, and a client comes. */
static inline bool begins(double timeout)
{
	http = (Http){ .timeout = timeout };
	server = NULL;
	int error = http_start(&http, "127.0.0.1", 0, &server);
	if (error < 0 || server == NULL) {
		trace("no server: %s", wire_error(error));
		return false;
	}
	began = loop_time(asyncio_get_running_loop());
	return come(&r, &w);
}

static inline void says(const char *text)
{
	succeeds(writer_write(w, text, strlen(text)));
}

/* The first line of an answer, or the end, and when it comes: at most after 60 seconds.
 * The rest of the answer is dropped. */
static inline void trace_answer(void)
{
	char line[256] = "";
	Timeout timeout = { 0 };
	ssize_t n = timeout_enter(&timeout, 60);

	if (n == 0)
		n = reader_readline(r, line, sizeof line);
	n = timeout_exit(&timeout, n < 0 ? (int)n : 0) < 0 ? -ETIMEDOUT : n;
	double seconds = loop_time(asyncio_get_running_loop()) - began;
	if (n > 0)
		trace("%.3s@%.1f", line + strlen("HTTP/1.1 "), seconds);
	else
		trace("%s@%.1f", n == 0 ? "end" : wire_error(n), seconds);
	turns();
	byte_buffer_clear(&r->buffer);
}

static inline void ends(void)
{
	writer_free(w);
	server_free(server);
}

#define GET "GET / HTTP/1.1\r\nHost: here\r\n\r\n"

static inline HttpConnection *the_connection(void)
{
	return container_of(http.connections.next, HttpConnection, links);
}

/* The client reads no answers, and sends requests until the server cannot send all of
 * its answers any more. */
static inline void stuffs(void)
{
	static char requests[20 * sizeof GET];
	StreamWriter *answers = the_connection()->writer;

	r->limit = 1;
	for (int i = 0; i < 20; i++)
		strcpy(requests + i * strlen(GET), GET);
	while (transport_get_write_buffer_size(answers->transport) == 0) {
		says(requests);
		turns();
	}
}

#endif
