/* Rung 5.2.4: streams on the ends of pipes. */
#include "pipes.h"

#include <signal.h>

static void they_write(void *text)
{
	if (write(theirs, text, strlen(text)) < 0)
		trace("unsaid");
	close(theirs);
}

ON_BOTH_IF(has_pipes(), on, lines_are_read_from_a_pipe_until_its_end, "4 5 0 EPIPE")
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
	handle_cancel(&handle); /* in case that nothing was waited for */
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
      T(a_blocked_sigpipe_of_the_program_stays_pending))
