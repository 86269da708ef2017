/* trace_files.c - how lines leave the program. Nothing that happens to a trace's file
 * changes what the program does: no signal comes of it, no descriptor of the program's is
 * taken for it, and what cannot be written is said in one sentence. */
#include "trace_private.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ==== Given: a run that is watched ==== */

/* The signal that a write brings when it fails with this error; 0: none. */
static int signal_of(int error)
{
	return error == EPIPE ? SIGPIPE : error == EFBIG ? SIGXFSZ : 0;
}

/* write(2), but a failure brings no signal. One that was blocked before, and may have
 * been waiting already, is left. */
static ssize_t write_quietly(int fd, const char *text, size_t n)
{
	sigset_t ours, before, waiting;
	int taken;

	sigemptyset(&ours);
	sigaddset(&ours, SIGPIPE);
	sigaddset(&ours, SIGXFSZ);
	pthread_sigmask(SIG_BLOCK, &ours, &before);
	ssize_t written = write(fd, text, n);
	int error = errno, signal = written < 0 ? signal_of(error) : 0;
	if (signal != 0 && !sigismember(&before, signal) && sigpending(&waiting) == 0 &&
	    sigismember(&waiting, signal)) {
		sigemptyset(&ours);
		sigaddset(&ours, signal);
		sigwait(&ours, &taken);
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return written;
}

/* Returns false, with errno, if not all of it could be written. */
static bool write_all(int fd, const char *text, size_t n)
{
	while (n > 0) {
		ssize_t written = write_quietly(fd, text, n);
		if (written >= 0) {
			text += written;
			n -= (size_t)written;
		} else if (errno == EAGAIN) {
			poll(&(struct pollfd){ fd, POLLOUT, 0 }, 1, -1);
		} else if (errno != EINTR) {
			return false;
		}
	}
	return true;
}

static dev_t device_of_stderr;
static ino_t inode_of_stderr;

void trace_say_on_stderr(void)
{
	struct stat about;

	if (fstat(STDERR_FILENO, &about) < 0)
		return;
	device_of_stderr = about.st_dev;
	inode_of_stderr = about.st_ino;
}

void trace_say(const char *format, ...)
{
	char line[1024];
	struct stat now;
	va_list arguments;

	if (fstat(STDERR_FILENO, &now) < 0 || now.st_dev != device_of_stderr ||
	    now.st_ino != inode_of_stderr)
		return;
	va_start(arguments, format);
	int n = vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	write_all(STDERR_FILENO, line, n < (int)sizeof line ? (size_t)n : sizeof line);
}

/* The program may have closed it: then its number may be another file's. */
bool trace_file_is_there(const TraceFile *file)
{
	struct stat now;

	if (file->fd < 0)
		return false;
	if (fstat(file->fd, &now) == 0 && now.st_dev == file->device &&
	    now.st_ino == file->inode)
		return true;
	errno = EBADF;
	return false;
}

const char *trace_why_not(int error)
{
	return error == ENXIO ? "nobody reads it" : strerror(error);
}

void trace_file_give_up(TraceFile *file)
{
	trace_say("%s: %s cannot be written: %s\n", file->setting, file->path,
	          trace_why_not(errno));
	file->fd = -1;
	file->n = 0;
}

/* Writes the first n bytes of what is collected. */
static void file_send(TraceFile *file, size_t n)
{
	if (!trace_file_is_there(file) || !write_all(file->fd, file->text, n)) {
		trace_file_give_up(file);
		return;
	}
	file->n -= n;
	memmove(file->text, file->text + n, file->n);
}

/* So many of n bytes are whole lines; n if there is not one. */
static size_t lines_of(const char *text, size_t n)
{
	size_t whole = n;

	while (whole > 0 && text[whole - 1] != '\n')
		whole--;
	return whole > 0 ? whole : n;
}

/* More at once than PIPE_BUF could be interrupted by another process. */
void trace_file_send(TraceFile *file)
{
	if (file->fd >= 0 && file->n > 0 && file->after_stdout &&
	    ftrylockfile(stdout) == 0) {
		fflush(stdout);
		funlockfile(stdout);
	}
	while (file->fd >= 0 && file->n > 0)
		file_send(file, lines_of(file->text,
		                         file->n < PIPE_BUF ? file->n : PIPE_BUF));
}

void trace_file_add(TraceFile *file, const char *text, size_t n)
{
	while (n > 0 && file->fd >= 0) {
		size_t room = sizeof file->text - file->n, piece = n < room ? n : room;
		memcpy(file->text + file->n, text, piece);
		file->n += piece;
		text += piece;
		n -= piece;
		if (file->n == sizeof file->text)
			file_send(file, lines_of(file->text, file->n));
	}
}

bool trace_file_begin(TraceFile *file, int fd)
{
	struct stat about;

	file->fd = trace_out_of_the_way(fd);
	if (file->fd < 0 || fstat(file->fd, &about) < 0) {
		trace_file_give_up(file);
		return false;
	}
	file->device = about.st_dev;
	file->inode = about.st_ino;
	return true;
}
