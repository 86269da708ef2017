/* Rung 5.3.2: the ends of streams on pipes. */
#include "pipes.h"

#include <signal.h>

enum { MUCH = 1000000, PASSES = 1000 };

/* Takes the pipe's bytes, which are more than a pipe holds, one piece after the other, up
 * to its end. -ETIMEDOUT: in so many passes nothing has come, nor the end. */
static int takes_all(void *arg, void **result)
{
	static char piece[65536];
	size_t *taken = arg;
	int error = 0;

	fcntl(theirs, F_SETFL, O_NONBLOCK);
	for (int in_vain = 0; in_vain < PASSES && error == 0;) {
		ssize_t n = read(theirs, piece, sizeof piece);
		if (n == 0)
			return 0;
		in_vain = n > 0 ? 0 : in_vain + 1;
		*taken += n > 0 ? (size_t)n : 0;
		error = asyncio_sleep(0);
	}
	return error < 0 ? error : -ETIMEDOUT;
}

ON_BOTH_IF(has_pipes(), on, a_pipe_takes_what_is_written_and_ends_with_write_eof,
           "0 0 0 0 0 0 1")
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

TESTS(T(a_pipe_takes_what_is_written_and_ends_with_write_eof),
      T(a_pipe_without_a_reader_is_lost_at_the_next_write))
