/* scribe.c - the process that draws. The program may end in any way: then its end of the
 * socket is closed, and what has been written to it is the log. */
#include "scribe.h"
#include "pictures.h"
#include "trace_private.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* What ASYNCIO_TIMELINE may name: by the end of the file's name. */
static const struct {
	const char *ending;
	Picture *picture;
} kinds[] = {
	{ "-", picture_terminal },
	{ ".svg", picture_svg },
	{ ".html", player_html },
	{ ".log", picture_log },
};

/* A log that is longer, in bytes, is not kept to its end. */
static const size_t LONGEST = (size_t)512 << 20;

static const char end_line[] = "0\tend\tfinished\n";
static const char broke_off[] = "0\tend\tbroke off\n", too_long[] = "0\tend\ttoo long\n";

/* ==== Given: a run that is watched ==== */

void picture_log(const char *log, size_t length, FILE *out)
{
	fwrite(log, 1, length, out);
}

/* NULL: there is no such picture. */
static Picture *picture_for(const char *path)
{
	size_t n = strlen(path);

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t ending = strlen(kinds[i].ending);
		bool whole = strcmp(kinds[i].ending, "-") == 0;
		if (n >= ending && strcmp(path + n - ending, kinds[i].ending) == 0 &&
		    (!whole || n == 1))
			return kinds[i].picture;
	}
	return NULL;
}

typedef struct Log {
	char *text;
	size_t length, room;
} Log;

/* Returns false if there is no more memory for it. */
static bool log_add(Log *log, const char *text, size_t n)
{
	while (log->length + n > log->room) {
		size_t room = log->room == 0 ? 65536 : 2 * log->room;
		char *grown = realloc(log->text, room);
		if (grown == NULL)
			return false;
		log->text = grown;
		log->room = room;
	}
	memcpy(log->text + log->length, text, n);
	log->length += n;
	return true;
}

static bool log_has_ended(const Log *log)
{
	size_t n = sizeof end_line - 1;

	return log->length >= n && memcmp(log->text + log->length - n, end_line, n) == 0;
}

/* Until the program has closed its end: it has finished, and its last line says so; or
 * it has crashed, was killed, or left by _exit. A log that is too long, or for which
 * there is no memory, is read to its end all the same, because the program waits. */
static void log_read(Log *log, int fd)
{
	static char piece[65536];
	ssize_t n = 1;
	bool whole = true;

	while (n != 0) {
		n = read(fd, piece, sizeof piece);
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0)
			whole = whole && log->length < LONGEST &&
			        log_add(log, piece, (size_t)n);
	}
	if (log_has_ended(log))
		return;
	const char *last = whole ? broke_off : too_long;
	while (log->length > 0 && log->text[log->length - 1] != '\n')
		log->length--;
	if (!log_add(log, last, strlen(last)))
		log->length = 0;
}

/* The scribe keeps nothing that is the program's: somebody may wait until the program
 * closes it. It has a session of its own, so it goes on when the terminal, or a signal to
 * the program's process group, ends the program. */
static void scribe_lets_go(int log, int out)
{
	static const int ignored[] = { SIGINT,  SIGHUP,  SIGPIPE,
		                       SIGQUIT, SIGTERM, SIGXFSZ };
	int nothing = open("/dev/null", O_RDWR);

	setsid();
	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		signal(ignored[i], SIG_IGN);
	dup2(nothing, STDIN_FILENO);
	dup2(nothing, STDOUT_FILENO);
	for (int fd = STDERR_FILENO + 1; fd < 1024; fd++) {
		if (fd != log && fd != out)
			close(fd);
	}
}

/* The scribe, until it exits. */
static void scribe_run(int fd, int file, Picture *picture, const char *path)
{
	Log log = { 0 };

	scribe_lets_go(fd, file);
	log_read(&log, fd);
	FILE *out = fdopen(file, "w");
	if (out != NULL)
		picture(log.text, log.length, out);
	if (out == NULL || ferror(out) || fflush(out) != 0)
		trace_say("ASYNCIO_TIMELINE: %s cannot be written: %s\n", path,
		          strerror(errno));
	_exit(0);
}

/* Twice a child, so that it is no child of the program's, which may wait for its own.
 * Returns false, with errno, if there is no such process. */
static bool scribe_fork(const int ends[2], int file, Picture *picture, const char *path)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		child = fork();
		if (child == 0)
			scribe_run(ends[0], file, picture, path);
		_exit(child < 0 ? errno : 0);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) != 0)
		errno = WEXITSTATUS(status);
	return child > 0 && status == 0;
}

/* Returns our end of the socket; -1, with errno: nothing has been opened. */
static int scribe_start(int file, Picture *picture, const char *path)
{
	int ends[2] = { -1, -1 };

	if (file < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return -1;
	for (int i = 0; i < 2; i++)
		ends[i] = trace_out_of_the_way(ends[i]);
	bool runs = ends[0] >= 0 && ends[1] >= 0 &&
	            scribe_fork(ends, file, picture, path);
	int error = errno;
	close(ends[0]);
	if (!runs)
		close(ends[1]);
	errno = error;
	return runs ? ends[1] : -1;
}

int scribe_begin(const char *path)
{
	Picture *picture = picture_for(path);
	bool busy = false;

	if (picture == NULL) {
		trace_say("ASYNCIO_TIMELINE is -, or the name of a file that ends in "
		          ".svg, .html or .log, not '%s'\n",
		          path);
		return -1;
	}
	int file = trace_out_of_the_way(strcmp(path, "-") == 0 ? dup(STDERR_FILENO)
	                                                       : trace_open(path, &busy));
	int log = busy ? -1 : scribe_start(file, picture, path);
	if (busy)
		trace_say("ASYNCIO_TIMELINE: %s is being written already\n", path);
	else if (log < 0)
		trace_say("ASYNCIO_TIMELINE: %s cannot be written: %s\n", path,
		          strerror(errno));
	if (file >= 0)
		close(file);
	return log;
}

void scribe_wait(int fd)
{
	char byte;

	shutdown(fd, SHUT_WR);
	while (read(fd, &byte, 1) < 0 && errno == EINTR)
		;
	close(fd);
}
