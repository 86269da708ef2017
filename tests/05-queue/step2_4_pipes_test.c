/* Step 5.2: streams on the ends of pipes. */
#include "wire.h"

#include <signal.h>

static int ends[2];

/* Opens a stream for that end; the other one is theirs. */
static bool open_end(int ours)
{
	if (pipe(ends) < 0)
		return false;
	theirs = ends[1 - ours];
	int error = asyncio_open_connection_sock(ends[ours], &reader, &writer);
	if (error < 0)
		trace("no stream: %s", wire_error(error));
	return error == 0;
}

static void on(Loop *loop, CoroutineFn *fn)
{
	Task *task = loop_create_task(loop, fn, NULL);

	assert_non_null(task);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
}

static void they_write(void *text)
{
	if (write(theirs, text, strlen(text)) < 0)
		trace("unsaid");
	close(theirs);
}

ON_BOTH(on, lines_are_read_from_a_pipe_until_its_end, "4 5 0 EPIPE")
{
	Handle handle = HANDLE(they_write, "one\nlast");
	char line[16];

	if (!open_end(0))
		return 0;
	loop_call_later(asyncio_get_running_loop(), 0.01, &handle);
	trace_status(reader_readline(reader, line, sizeof line));
	trace_status(1 + reader_readline(reader, line, sizeof line));
	trace_status(reader_readline(reader, line, sizeof line));
	trace_status(writer_write(writer, "x", 1));
	writer_free(writer);
	return 0;
}

enum { MUCH = 1000000 };

/* Takes the pipe's bytes, which are more than a pipe holds, one piece after the other. */
static int takes_all(void *arg, void **result)
{
	static char piece[65536];
	size_t *taken = arg;
	ssize_t n;

	fcntl(theirs, F_SETFL, O_NONBLOCK);
	while ((n = read(theirs, piece, sizeof piece)) != 0) {
		*taken += n > 0 ? (size_t)n : 0;
		int error = asyncio_sleep(0);
		if (error < 0)
			return error;
	}
	return 0;
}

ON_BOTH(on, a_pipe_takes_what_is_written_and_ends_with_write_eof, "0 0 0 0 0 0 1")
{
	static char much[MUCH];
	size_t taken = 0;
	char byte;

	if (!open_end(1))
		return 0;
	trace_status(reader_read(reader, &byte, 1)); /* it cannot be read from */
	trace_status(writer_write(writer, much, MUCH));
	trace_status(writer_write_eof(writer));
	Task *task = asyncio_create_task(takes_all, &taken);
	trace_status(writer_wait_closed(writer));
	trace_status(await(task, NULL));
	trace_status(writer_wait_closed(writer));
	trace("%d", taken == MUCH);
	writer_free(writer);
	close(theirs);
	return 0;
}

ON_BOTH(on, a_pipe_without_a_reader_is_lost_at_the_next_write, "ECONNRESET EPIPE")
{
	signal(SIGPIPE, SIG_DFL);
	if (!open_end(1))
		return 0;
	close(theirs);
	trace_status(writer_write(writer, "x", 1));
	trace_status(writer_wait_closed(writer));
	writer_free(writer);
	return 0;
}

ON_BOTH(on, a_blocked_sigpipe_of_the_program_stays_pending, "ECONNRESET 1")
{
	sigset_t only, pending;

	sigemptyset(&only);
	sigaddset(&only, SIGPIPE);
	signal(SIGPIPE, SIG_DFL);
	if (!open_end(1))
		return 0;
	close(theirs);
	pthread_sigmask(SIG_BLOCK, &only, NULL);
	raise(SIGPIPE);
	trace_status(writer_write(writer, "x", 1));
	sigpending(&pending);
	trace("%d", sigismember(&pending, SIGPIPE));
	signal(SIGPIPE, SIG_IGN); /* which takes it away */
	pthread_sigmask(SIG_UNBLOCK, &only, NULL);
	writer_free(writer);
	return 0;
}

TESTS(T(lines_are_read_from_a_pipe_until_its_end),
      T(a_pipe_takes_what_is_written_and_ends_with_write_eof),
      T(a_pipe_without_a_reader_is_lost_at_the_next_write),
      T(a_blocked_sigpipe_of_the_program_stays_pending))
