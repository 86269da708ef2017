/* scribe.c - the process that draws. The program may end in any way: then its end of the
 * socket is closed, and what has been written to it is the log. */
#include "scribe.h"
#include "picture_letters.h"
#include "pictures.h"
#include "scribe_log.h"
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
	picture_letters_begin();
	if (out != NULL)
		picture(log.text, log.length, out);
	if (out == NULL || ferror(out) || fflush(out) != 0)
		trace_say("ASYNCIO_TIMELINE: %s cannot be written: %s\n", path,
		          trace_why_not(errno));
	_exit(0);
}

static void text_add_kept(void *text, const char *words, size_t n)
{
	trace_file_add(text, words, n);
}

/* The same for the sentences: the program writes them itself, and nothing is read here
 * but the end of it. */
static void scribe_run_text(int fd)
{
	TraceFile *text = &trace_output.text;
	char byte;

	scribe_lets_go(fd, text->fd);
	while (read(fd, &byte, 1) < 0 && errno == EINTR)
		;
	text->after_stdout = false;
	trace_kept_tell(text, text_add_kept, text);
	trace_file_send(text);
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
		if (child == 0 && picture == NULL)
			scribe_run_text(ends[0]);
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

/* Without a picture it is the process for the sentences. Returns our end of the socket;
 * -1, with errno: nothing has been opened. */
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
	trace_kept_begin(&trace_output.record);
	int log = busy ? -1 : scribe_start(file, picture, path);
	if (busy)
		trace_say("ASYNCIO_TIMELINE: %s is being written already\n", path);
	else if (log < 0)
		trace_say("ASYNCIO_TIMELINE: %s cannot be written: %s\n", path,
		          trace_why_not(errno));
	if (file >= 0)
		close(file);
	return log;
}

int scribe_begin_text(void)
{
	TraceFile *text = &trace_output.text;
	int end = trace_kept_begin(text) ? scribe_start(text->fd, NULL, NULL) : -1;

	if (end < 0)
		text->kept = NULL;
	return end;
}

void scribe_wait(int fd)
{
	char byte;

	shutdown(fd, SHUT_WR);
	while (read(fd, &byte, 1) < 0 && errno == EINTR)
		;
	close(fd);
}
