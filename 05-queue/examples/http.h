/* http.h - a small HTTP/1.1 server on streams: one task for each connection reads a
 * request and answers it, one after the other. What a client may take of our patience
 * is bounded. */
#ifndef HTTP_H
#define HTTP_H

#include "http_answer.h"
#include "timeouts.h"

#include <stdio.h>
#include <stdlib.h>

/* In seconds the longest delay, what a client gets to take in the last answer, and what
 * all get when the server ends. */
enum { HTTP_DELAY = 10, HTTP_LINGER = 1, HTTP_GRACE = 2 };

/* What all connections share. Http http = { .timeout = 10 }. */
typedef struct Http {
	double timeout; /* seconds, for a request to come and an answer to be taken */
	bool stopping;
	Links connections;
} Http;

/* A connection, while it is served. */
typedef struct HttpConnection {
	Links links;
	Http *http;
	StreamReader *reader;
	StreamWriter *writer;
	Task *task;
	bool idle;             /* waits for a request */
	bool answered;         /* one at least */
	bool expects, expired; /* something of the client, until the deadline; in vain */
	bool silent;           /* since its last answer it has not said anything */
	double deadline;
	Handle alarm;
} HttpConnection;

static const char http_page[] = "<!doctype html>\n"
				"<title>asyncio in C</title>\n"
				"<h1>It works</h1>\n"
				"<p>Try <a href=\"/delay/1\">/delay/1</a>.\n";

/* ==== Step 5.3: who calls, and who is called ==== */

static inline int http_read_request(HttpConnection *connection, HttpRequest *request)
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
	StreamReader *reader = connection->reader;
	char line[HTTP_LINE];

	*request = (HttpRequest){ 0 };
	connection->idle = true;
	int status = http_line(reader, line, 414);
	connection->idle = false;
	if (status == 0)
		status = http_read_header(reader, request, line);
	if (status == 0 && request->expects && request->minor == 1 && request->length > 0)
		status = writer_write(connection->writer, go_on, strlen(go_on));
	if (status == 0)
		status = http_skip_body(reader, request->length, line);
	return status;
}

/* /delay/N: answers after N seconds, and not after more than ten. */
static inline int http_delay(StreamWriter *writer, const HttpRequest *request)
{
	const char *number = request->path + strlen("/delay/");
	char *end, body[160];
	double seconds = strtod(number, &end);

	if (!isdigit((unsigned char)*number) || *end != '\0' ||
	    number[strspn(number, "0123456789.")] != '\0')
		return http_send_status(writer, request, 404);
	seconds = seconds < HTTP_DELAY ? seconds : HTTP_DELAY;
	int error = asyncio_sleep(seconds);
	if (error < 0)
		return error;
	snprintf(body, sizeof body, "{\"path\": \"%s\", \"delay\": %g}\n", request->path,
	         seconds);
	return http_send(writer, request, 200, "application/json", body);
}

static inline int http_answer(StreamWriter *writer, const HttpRequest *request)
{
	if (!request->get && !request->head)
		return http_send_status(writer, request, 405);
	if (strcmp(request->path, "/") == 0)
		return http_send(writer, request, 200, "text/html", http_page);
	if (strncmp(request->path, "/delay/", strlen("/delay/")) == 0)
		return http_delay(writer, request);
	return http_send_status(writer, request, 404);
}

/* To close while there is something unread is to reset the connection, and the last
 * answer might never be read. */
static inline int http_linger(StreamReader *reader, StreamWriter *writer)
{
	char data[HTTP_LINE];
	Timeout timeout = { 0 };
	ssize_t n = timeout_enter(&timeout, HTTP_LINGER);

	if (n == 0)
		n = writer_write_eof(writer);
	do {
		n = n < 0 ? n : reader_read(reader, data, sizeof data);
	} while (n > 0);
	return timeout_exit(&timeout, (int)n);
}

/* The client has taken too long. */
static inline void http_expire(HttpConnection *connection)
{
	connection->silent = connection->answered && connection->idle &&
	                     connection->reader->buffer.size == 0;
	connection->expired = task_cancel(connection->task);
}

/* One alarm for a connection, which looks at the deadline when it rings: a Timeout for
 * each request would be simpler, and takes longer than reading it. */
static inline void http_alarm(void *arg)
{
	HttpConnection *connection = arg;
	Loop *loop = connection->task->loop;
	double now = loop_time(loop), next = now + connection->http->timeout;

	if (connection->expects && now < connection->deadline)
		next = connection->deadline;
	else if (connection->expects)
		http_expire(connection);
	loop_call_at(loop, next, &connection->alarm);
}

/* Waits until the client has taken the last answer and sent the next request; but no
 * longer than it may take. Returns 0, what http_read_request returns, or, if it has taken
 * longer: 408; but -ETIMEDOUT if the connection is to be closed without a word. A client
 * that takes no answers would not take this one either. A client that has been answered
 * and has not begun another request would take it for the answer to its next one. */
static inline int http_next(HttpConnection *connection, HttpRequest *request)
{
	StreamWriter *writer = connection->writer;

	connection->deadline = loop_time(connection->task->loop) +
	                       connection->http->timeout;
	connection->expects = true;
	int status = writer_drain(writer);
	if (status == 0)
		status = http_read_request(connection, request);
	connection->expects = false;
	if (!connection->expired)
		return status;
	if (writer->paused)
		writer_abort(writer);
	if (task_uncancel(connection->task) > 0)
		return -ECANCELED;
	return connection->silent ? -ETIMEDOUT : 408;
}

static inline int http_converse(HttpConnection *connection)
{
	const Http *http = connection->http;
	HttpRequest request = { .keep_alive = !http->stopping };
	int status = 0;

	while (status == 0 && request.keep_alive) {
		status = http_next(connection, &request);
		request.keep_alive = request.keep_alive && status == 0 && !http->stopping;
		if (status == 0)
			status = http_answer(connection->writer, &request);
		connection->answered = true;
	}
	if (status > 0)
		http_send_status(connection->writer, &request, status);
	if (status >= 0)
		http_linger(connection->reader, connection->writer);
	return status;
}

/* Closes it; but whoever does not take what is owed to him is not waited for. */
static inline void http_end(HttpConnection *connection)
{
	StreamWriter *writer = connection->writer;
	Timeout timeout = { 0 };

	writer_close(writer);
	int error = timeout_enter(&timeout, connection->http->timeout);
	if (error == 0)
		error = writer_wait_closed(writer);
	if (timeout_exit(&timeout, error) < 0)
		writer_abort(writer);
}

/* Is called with each connection. How it ends is its own affair, and no error of ours. */
static inline int http_serve(StreamReader *reader, StreamWriter *writer, void *arg)
{
	HttpConnection connection = { .http = arg,
		                      .reader = reader,
		                      .writer = writer,
		                      .task = asyncio_current_task(),
		                      .alarm = HANDLE(http_alarm, &connection) };

	list_append(&connection.http->connections, &connection.links);
	http_alarm(&connection);
	int status = http_converse(&connection);
	handle_cancel(&connection.alarm);
	http_end(&connection);
	list_remove(&connection.links);
	return status == -ECANCELED ? status : 0;
}

/* Begins to serve. Looks at http, which must outlive the loop. */
static inline int http_start(Http *http, const char *host, int port, Server **server)
{
	list_init(&http->connections);
	return asyncio_start_server(http_serve, http, host, port, server);
}

/* Accepts nobody any more; whoever waits for an answer gets it, but not for long. Takes
 * the server. */
static inline void http_stop(Http *http, Server *server)
{
	Timeout timeout = { 0 };
	HttpConnection *connection;

	http->stopping = true;
	server_close(server);
	for (Links *l = http->connections.next; l != &http->connections; l = l->next) {
		connection = container_of(l, HttpConnection, links);
		if (connection->idle)
			writer_close(connection->writer);
	}
	int waited = timeout_enter(&timeout, HTTP_GRACE);
	if (waited == 0)
		waited = server_wait_closed(server);
	waited = timeout_exit(&timeout, waited);
	(void)waited; /* however the wait has ended: what is left ends now */
	for (Links *l = http->connections.next; l != &http->connections; l = l->next)
		task_cancel(container_of(l, HttpConnection, links)->task);
	server_abort_clients(server);
	server_free(server);
}

#endif
