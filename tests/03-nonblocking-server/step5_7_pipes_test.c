/* 3.5.7: transports of pipes, and of a socket that blocks. */
#define CONN_WRITES
#include "conn.h"

ON_BOTH(a_socket_that_blocks_is_made_non_blocking)
{
	Conn conn = { .on_made = writes_large_and_closes, .blocks = true };

	conn_open(&conn);
	assert_true(fcntl(conn.ours, F_GETFL) & O_NONBLOCK);
	conn_run(&conn);
	assert_events("made pause 0 closing resume lost");
	assert_int_equal(conn.got, LARGE);
	conn_end(&conn);
}

/* A transport for an end of a pipe; the other end is theirs. */
static void pipe_begin(Conn *conn, int ours)
{
	int ends[2];

	conn_begin(conn);
	assert_int_equal(pipe(ends), 0);
	conn->ours = ends[ours];
	conn->theirs = ends[1 - ours];
	conn->transport = transport_new(conn->loop, conn->ours, &conn->protocol);
	assert_non_null(conn->transport);
}

ON_BOTH(a_pipe_is_read_from_to_its_end)
{
	Conn conn = { .theirs = -1 };

	pipe_begin(&conn, 0);
	trace("%d", transport_write(conn.transport, "x", 1) == -EPIPE);
	assert_int_equal(write(conn.theirs, "hello", 5), 5);
	close(conn.theirs);
	conn.theirs = -1;
	conn_run(&conn);
	assert_events("1 made data:hello eof lost");
	conn_end(&conn);
}

ON_BOTH(a_pipe_is_written_to_and_write_eof_closes_it)
{
	char text[8] = "";
	Conn conn = { .theirs = -1 };

	pipe_begin(&conn, 1);
	trace("%d", transport_write(conn.transport, "hello", 5));
	trace("%d", transport_write_eof(conn.transport));
	conn_run(&conn);
	trace("%d:%s", (int)read(conn.theirs, text, sizeof text), text);
	trace("%d", (int)read(conn.theirs, text, sizeof text));
	assert_events("0 0 made eof lost 5:hello 0");
	conn_end(&conn);
}

/* It would be the end of the process if SIGPIPE came. */
ON_BOTH(a_pipe_that_nobody_reads_is_an_error_and_no_signal)
{
	Conn conn = { .theirs = -1 };

	signal(SIGPIPE, SIG_DFL);
	pipe_begin(&conn, 1);
	close(conn.theirs);
	conn.theirs = -1;
	trace("%d", transport_write(conn.transport, "hello", 5) == -ECONNRESET);
	conn_run(&conn);
	assert_events("1 made eof lost:error");
	conn_end(&conn);
}

/* One that came before, and that the program blocks, is still pending afterwards. */
ON_BOTH(a_signal_of_the_programs_own_is_not_taken_from_it)
{
	Conn conn = { .theirs = -1 };
	sigset_t only, mask, pending;

	sigemptyset(&only);
	sigaddset(&only, SIGPIPE);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_BLOCK, &only, &mask);
	raise(SIGPIPE);
	pipe_begin(&conn, 1);
	close(conn.theirs);
	conn.theirs = -1;
	trace("%d", transport_write(conn.transport, "hello", 5) == -ECONNRESET);
	sigpending(&pending);
	trace("%d", sigismember(&pending, SIGPIPE));
	signal(SIGPIPE, SIG_IGN); /* which takes it away */
	sigprocmask(SIG_SETMASK, &mask, NULL);
	conn_run(&conn);
	assert_events("1 1 made eof lost:error");
	conn_end(&conn);
}

TESTS(T(a_socket_that_blocks_is_made_non_blocking),
      T(a_pipe_is_read_from_to_its_end),
      T(a_pipe_is_written_to_and_write_eof_closes_it),
      T(a_pipe_that_nobody_reads_is_an_error_and_no_signal),
      T(a_signal_of_the_programs_own_is_not_taken_from_it))
