/* http.h - a small HTTP/1.1 server on streams: a task for each connection reads a
 * request and answers it, one after the other. The time that a client may take is
 * limited. */
#ifndef HTTP_H
#define HTTP_H

#include "http_answer.h"
#include "timeouts.h"

/* Seconds: how long the server listens to a client after the last answer, and how long
 * it goes on with what it owes when it ends. */
enum { HTTP_LINGER = 1, HTTP_GRACE = 2 };

/* What all connections share. Http http = { .timeout = 10 }. */
typedef struct Http {
	double timeout; /* seconds, for a request to come and an answer to be taken */
	bool stopping;
	Links connections; /* of HttpConnection */
} Http;

/* A connection, while it is served. */
typedef struct HttpConnection {
	Links links;
	Http *http;
	StreamReader *reader;
	StreamWriter *writer;
	Task *task;
	bool idle;       /* it waits for the first line of a request */
	bool answered;   /* at least one request has been answered */
	bool expects;    /* it waits for the client, until the deadline */
	bool expired;    /* the deadline has passed, so its task was cancelled */
	bool silent;     /* when it expired: answered, and nothing has come since */
	double deadline; /* a time of loop_time */
	Handle alarm;
} HttpConnection;

static inline int http_late(HttpConnection *connection);
static inline void http_alarm(void *connection);
static inline void http_end(HttpConnection *connection);
static inline int http_linger(StreamReader *reader, StreamWriter *writer);

/* ==== 5.3.7: a web server answers ==== */

/* Reads a request with its body. Returns 0; or a negative errno, and the connection is
 * to be closed; or a positive status, such as 400, that is to be the last answer. The
 * order: *request is zeroed. http_line reads the first line; the status for a line that
 * is too long is 414; the connection is idle in this line, and not afterwards.
 * http_read_header reads the rest of the header. A client of HTTP/1.1 that has a body
 * and expects to be asked for it is sent "HTTP/1.1 100 Continue\r\n\r\n". http_skip_body
 * reads the body, with the line as its buffer. */
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

/* Waits until the client has taken the last answer (writer_drain), and then reads the
 * next request. Meanwhile connection->expects is true, and the deadline is http->timeout
 * seconds from now. Returns what http_read_request returns, or the error of the drain.
 * If connection->expired has become true, the status is http_late's. */
static inline int http_next(HttpConnection *connection, HttpRequest *request)
{
	connection->deadline = loop_time(connection->task->loop) +
	                       connection->http->timeout;
	connection->expects = true;
	int status = writer_drain(connection->writer);
	if (status == 0)
		status = http_read_request(connection, request);
	connection->expects = false;
	return connection->expired ? http_late(connection) : status;
}

/* Reads requests and answers each (http_next, http_answer), until an error, a positive
 * status, or a request that does not keep the connection alive. If the server is
 * stopping by then, request.keep_alive becomes false before the answer, which says so to
 * the client; and if it was stopping at the beginning, nothing is read. After each round
 * the connection is answered. After a positive status keep_alive is false, too, and
 * http_send_status sends the last answer. Without a negative errno http_linger follows.
 * Errors of these two do not count. Returns the negative errno, the status, or 0. */
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

/* A ConnectionFn, whose arg is the Http: serves one connection. Its HttpConnection is a
 * local variable, which is in http->connections from first to last. http_alarm is called
 * once, which sets the alarm; then come http_converse, the alarm is cancelled, http_end.
 * Returns -ECANCELED if http_converse does, or else 0: how a client ends its connection
 * is no error of the server. */
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

/* Makes the list of connections empty, and starts a server that calls http_serve.
 * Borrows http, which must outlive the loop. */
static inline int http_start(Http *http, const char *host, int port, Server **server)
{
	list_init(&http->connections);
	return asyncio_start_server(http_serve, http, host, port, server);
}

/* ==== 5.3.8: the time of a client is limited ==== */

/* Called when the connection has expired, in its task. A writer that is paused is
 * aborted: a client that does not take answers would not take this one either. The
 * cancellation was the alarm's, and is taken back (task_uncancel). If there are other
 * requests to cancel the task: -ECANCELED. A connection that is silent is closed without
 * a word, -ETIMEDOUT, because the client would take a word for the answer to its next
 * request. Otherwise 408. */
static inline int http_late(HttpConnection *connection)
{
	if (connection->writer->paused)
		writer_abort(connection->writer);
	if (task_uncancel(connection->task) > 0)
		return -ECANCELED;
	return connection->silent ? -ETIMEDOUT : 408;
}

/* Called when the deadline has passed. Notes whether the connection is silent: answered,
 * idle, and nothing in the reader's buffer. Cancels the task, and has expired say
 * whether the task could be cancelled. */
static inline void http_expire(HttpConnection *connection)
{
	connection->silent = connection->answered && connection->idle &&
	                     connection->reader->buffer.size == 0;
	connection->expired = task_cancel(connection->task);
}

/* The callback of the alarm. There are three cases: the connection expects nothing; it
 * expects something, and the deadline has not come yet; it expects something, and the
 * deadline has passed: then it expires (http_expire). In each case sets the alarm again:
 * in the second for the deadline, otherwise for http->timeout seconds from now. */
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

/* Closes the connection, and waits until it is closed, for http->timeout seconds at most
 * (a Timeout). If that wait fails, or is too long since the client does not take what is
 * sent, the connection is aborted. */
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

/* ==== 5.3.9: the last answer arrives, and the web server ends ==== */

/* Ends our half, and reads what the client still sends, up to its end, but for
 * HTTP_LINGER seconds at most. Returns 0, or the error that ended that, -ETIMEDOUT for
 * example. */
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

/* Ends the server. From now on http is stopping, and the server closed. Connections that
 * are idle are closed. Those that owe an answer have HTTP_GRACE seconds to give it
 * (server_wait_closed, in a Timeout). However that wait ends, what is left then ends at
 * once: the tasks of all connections are cancelled, and their clients aborted. Frees the
 * server. */
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
