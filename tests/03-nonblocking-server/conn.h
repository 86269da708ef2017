/* conn.h - for tests of transports, on both selectors. One end of a pair of sockets is a
 * transport's, the other ("theirs") is read and written by hand. A test of what a
 * transport writes defines CONN_WRITES. */
#ifndef CONN_H
#define CONN_H

#include "selector_names.h"
#include "selectors.h"
#include "sockets.h"
#include "testing.h"
#include "transports.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LARGE = 5000000 / TEST_SCALE + 1000000, CHUNK = 4096 };

typedef struct Conn Conn;
struct Conn {
	Protocol protocol;
	void (*on_made)(Conn *conn);
	void (*on_data)(Conn *conn);
	void (*on_pause)(Conn *conn);
	void (*on_resume)(Conn *conn);
	void (*on_their_end)(Conn *conn); /* they have read to the end of our half */
	bool keeps_open;                  /* what eof_received returns */
	bool blocks;                      /* our socket does, before it is given away */
	Loop *loop;
	Transport *transport;
	int ours, theirs, paused;
	size_t at_once, written, waits, queued, got, wrong;
	Handle reader, later;
};

static inline void made(Protocol *protocol, Transport *transport)
{
	Conn *conn = container_of(protocol, Conn, protocol);

	trace(transport == conn->transport ? "made" : "made:another");
	if (conn->on_made != NULL)
		conn->on_made(conn);
}

static inline void data(Protocol *protocol, const void *bytes, size_t n)
{
	Conn *conn = container_of(protocol, Conn, protocol);

	trace("data:%.*s", n > 40 ? 40 : (int)n, (const char *)bytes);
	if (conn->on_data != NULL)
		conn->on_data(conn);
}

static inline bool eof(Protocol *protocol)
{
	trace("eof");
	return container_of(protocol, Conn, protocol)->keeps_open;
}

static inline void paused(Protocol *protocol)
{
	Conn *conn = container_of(protocol, Conn, protocol);

	trace("pause");
	conn->paused++;
	if (conn->on_pause != NULL)
		conn->on_pause(conn);
}

static inline void resumed(Protocol *protocol)
{
	Conn *conn = container_of(protocol, Conn, protocol);

	trace("resume");
	if (conn->on_resume != NULL)
		conn->on_resume(conn);
}

static inline void lost(Protocol *protocol, int error)
{
	Conn *conn = container_of(protocol, Conn, protocol);

	trace(error < 0 ? "lost:error" : error == 0 ? "lost" : "lost:positive");
	if (fcntl(conn->ours, F_GETFD) >= 0)
		trace("but-open");
	transport_close(conn->transport);
	transport_abort(conn->transport);
#ifdef CONN_WRITES
	if (transport_write(conn->transport, "x", 1) >= 0)
		trace("but-written");
#endif
}

/* The bytes that are written in large numbers. */
static inline const char *pattern(void)
{
	static char bytes[LARGE];

	for (size_t i = 0; i < LARGE && bytes[LARGE - 1] == 0; i++)
		bytes[i] = (char)(1 + i % 251);
	return bytes;
}

/* Reads some of what we wrote, and compares it with the pattern. */
static inline void they_read(void *arg)
{
	Conn *conn = arg;
	char bytes[100000];
	ssize_t n = recv(conn->theirs, bytes, conn->at_once, 0);

	for (ssize_t i = 0; i < n; i++)
		conn->wrong += bytes[i] != (char)(1 + (conn->got + (size_t)i) % 251);
	if (n > 0)
		conn->got += (size_t)n;
	if (n > 0 || (n < 0 && errno == EAGAIN))
		return;
	handle_cancel(&conn->reader);
	if (conn->on_their_end != NULL)
		conn->on_their_end(conn);
}

static inline void they_begin_to_read(Conn *conn)
{
	ignore_status(loop_add_reader(conn->loop, conn->theirs, &conn->reader));
}

static inline void they_say(Conn *conn, const char *text)
{
	if (send(conn->theirs, text, strlen(text), MSG_NOSIGNAL) < 0)
		trace("unsaid");
}

static inline void they_close(Conn *conn)
{
	close(conn->theirs);
	conn->theirs = -1;
}

/* The second run of a test, too, looks at its own record. */
static size_t before;

static inline const char *events(void)
{
	const char *text = traced() + before;

	return *text == ' ' ? text + 1 : text;
}
#define assert_events(expected) assert_text(events(), expected)

/* Both ends are in this process. So a loop that would sleep without a deadline would
 * sleep for ever: this is traced, and it is stopped. */
static Loop *patient;
static void (*real_select)(Selector *selector, double deadline, Links *ready);

static inline void select_or_stop(Selector *selector, double deadline, Links *ready)
{
	real_select(selector, deadline == INFINITY ? -INFINITY : deadline, ready);
	if (deadline == INFINITY && list_empty(ready)) {
		trace("waits-for-ever");
		loop_stop(patient);
	}
}

/* The record, the protocol and the loop. */
static inline void conn_begin(Conn *conn)
{
	before = strlen(traced());
	conn->protocol = (Protocol){ made, data, eof, paused, resumed, lost };
	conn->loop = patient = asyncio_new_event_loop();
	assert_non_null(conn->loop);
	assert_non_null(conn->loop->selector);
	real_select = conn->loop->selector->select;
	conn->loop->selector->select = select_or_stop;
}

static inline void conn_open(Conn *conn)
{
	int fds[2];

	conn_begin(conn);
	assert_int_equal(unblocked_pair(SOCK_STREAM, fds), 0);
	if (conn->blocks)
		assert_int_equal(fcntl(fds[0], F_SETFL, 0), 0);
	conn->ours = fds[0];
	conn->theirs = fds[1];
	conn->at_once = 20000;
	conn->reader = (Handle)HANDLE(they_read, conn);
	conn->transport = transport_new(conn->loop, conn->ours, &conn->protocol);
	assert_non_null(conn->transport);
}

static inline void conn_run(Conn *conn)
{
	assert_int_equal(loop_run_forever(conn->loop), 0);
}

static inline void conn_end(Conn *conn)
{
	loop_free(conn->loop);
	if (conn->theirs >= 0)
		close(conn->theirs);
}

static inline void on_both(void (*body)(void))
{
	for (int i = 0; i < SELECTOR_NAMES; i++) {
		setenv("ASYNCIO_SELECTOR", selector_names[i], 1);
		body();
	}
}

/* A test with a name, and its body, which follows. */
#define ON_BOTH(name)                  \
	static void body_##name(void); \
	static void name(void **state) \
	{                              \
		on_both(body_##name);  \
	}                              \
	static void body_##name(void)

static inline void closes(Conn *conn)
{
	transport_close(conn->transport);
	trace(transport_is_closing(conn->transport) ? "closing" : "not-closing");
}

static inline void aborts(Conn *conn)
{
	transport_abort(conn->transport);
	trace(transport_is_closing(conn->transport) ? "closing" : "not-closing");
}

static inline void stops(Conn *conn)
{
	loop_stop(conn->loop);
}

/* For on_data: the first time, they say one thing more and close. */
static inline void says_two_and_closes(Conn *conn)
{
	if (conn->theirs < 0)
		return;
	they_say(conn, "two");
	they_close(conn);
}

static inline void writes_large(Conn *conn)
{
	trace("%d", transport_write(conn->transport, pattern(), LARGE));
}

static inline void writes_large_and_closes(Conn *conn)
{
	writes_large(conn);
	they_begin_to_read(conn);
	closes(conn);
}

static inline void write_chunk(Conn *conn)
{
	size_t at = conn->written % 251;

	if (transport_write(conn->transport, pattern() + at, CHUNK) < 0)
		trace("unwritten");
	conn->written += CHUNK;
}

#endif
