/* pump.c - two functions, each of which waits for one thing. The buffer is as large as
 * what is read at once, and there is no other: while put_all waits for room, nothing is
 * read, the sender's socket fills, and the sender has to wait. That is all of
 * back-pressure. It costs a line to get it wrong: a put_all that keeps the rest for
 * later lets the sender go on.
 *
 * Each piece begins with a wait, even if more could be read at once, so that the other
 * tasks of the loop run in between. EAGAIN may come even after a wait, because "ready"
 * is a hint: then it is waited for again. */
#include "pump.h"

#include "machines/writing.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

static int put_all(int to, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t written = io_write(to, bytes, n);
		int error = written == -EAGAIN ? io_writable(to) : 0;
		if (error < 0 || (written < 0 && written != -EAGAIN && written != -EINTR))
			return error < 0 ? error : (int)written;
		if (written > 0) {
			bytes += written;
			n -= (size_t)written;
		}
	}
	return 0;
}

int pump(int from, int to)
{
	char bytes[4096];

	for (;;) {
		int error = io_readable(from);
		ssize_t n = error < 0 ? 0 : read(from, bytes, sizeof bytes);
		if (error == 0 && n == 0)
			return shutdown(to, SHUT_WR) < 0 ? -errno : 0;
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			error = -errno;
		if (error == 0 && n > 0)
			error = put_all(to, bytes, (size_t)n);
		if (error < 0)
			return error;
	}
}
