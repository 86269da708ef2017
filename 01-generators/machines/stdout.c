/* stdout.c - stdout becomes a stream of ours, which writes as the old one would, if libc
 * is glibc: only there may a program say what stdout is, and look into a buffer. */
#include "stdout.h"

#include <stdio.h>

#ifdef __GLIBC__
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

static FILE *before, *ours; /* ours is NULL: nothing is watched */
static void (*see)(const char *text, size_t n);
static size_t seen; /* of the buffer */

/* ==== Given: a run that is watched ==== */

/* What is written has been in the buffer, or is too long for it. */
static ssize_t put(void *unused, const char *text, size_t n)
{
	size_t done = 0;

	while (done < n) {
		ssize_t written = write(STDOUT_FILENO, text + done, n - done);
		if (written < 0)
			break;
		done += (size_t)written;
	}
	size_t old = seen;
	seen = n;
	if (done > old)
		see(text + old, done - old);
	seen = 0;
	return (ssize_t)done;
}

static int move(void *unused, off64_t *to, int whence)
{
	off64_t at = lseek(STDOUT_FILENO, *to, whence);

	*to = at;
	return at < 0 ? -1 : 0;
}

/* A program that goes on with a stdout that it has closed has the old one. */
static int end(void *unused)
{
	stdout = before;
	ours = NULL;
	return close(STDOUT_FILENO);
}

/* The stream has the number of stdout, and buffers as stdout does: by lines if it is a
 * terminal. It can have wide characters as well: then libc itself writes them. */
void stdout_watch(void (*printed)(const char *text, size_t n))
{
	static const cookie_io_functions_t functions = { NULL, put, move, end };
	static char buffer[65536];
	struct stat about;

	if (ours != NULL || fstat(STDOUT_FILENO, &about) < 0)
		return;
	FILE *stream = fopencookie(NULL, "w", functions);
	if (stream == NULL)
		return;
	size_t room = (size_t)about.st_blksize;
	setvbuf(stream, buffer, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF,
	        room < sizeof buffer ? room : sizeof buffer);
	fflush(stdout);
	before = stdout;
	stream->_fileno = STDOUT_FILENO;
	stream->_wide_data = before->_wide_data;
	stream->_mode = 0;
	see = printed;
	stdout = ours = stream;
}

/* Another thread may be printing: then it is seen later. */
void stdout_look(void)
{
	if (ours == NULL || ftrylockfile(ours) != 0)
		return;
	size_t n = (size_t)(ours->_IO_write_ptr - ours->_IO_write_base);
	if (n > seen) {
		const char *text = ours->_IO_write_base + seen;
		size_t length = n - seen;
		seen = n;
		see(text, length);
	}
	funlockfile(ours);
}

#else

/* ==== Given: a run that is watched ==== */

void stdout_watch(void (*printed)(const char *text, size_t n))
{
}

void stdout_look(void)
{
}

#endif
