/* scribe.c - the process that draws. The program may end in any way: then the pipe ends,
 * and what has been written to it is the log. */
#include "scribe.h"
#include "pictures.h"
#include "trace_private.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
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
static int done = -1; /* the end of a pipe, which ends when the scribe has */

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

/* What the program had printed, and could not tell any more. */
static void log_add_printed(Log *log)
{
	char text[512], field[4 * sizeof text + 8] = "";
	size_t n;

	while ((n = printed_rest(text, sizeof text)) > 0) {
		trace_escape(field, sizeof field, text, n);
		log_add(log, "0\tout\t", 6);
		log_add(log, field, strlen(field));
		log_add(log, "\n", 1);
	}
}

/* Until its last line, or the end of the pipe: then the program has crashed, or was
 * killed, or left by _exit. */
static void log_read(Log *log, int fd)
{
	char piece[65536];
	ssize_t n = 1;
	bool whole = true;

	while (!log_has_ended(log) && n != 0) {
		n = read(fd, piece, sizeof piece);
		if (n < 0 && errno != EINTR)
			break;
		if (n <= 0)
			continue;
		whole = whole && log->length < LONGEST &&
		        log_add(log, piece, (size_t)n);
	}
	if (log_has_ended(log))
		return;
	const char *last = whole ? broke_off : too_long;
	while (log->length > 0 && log->text[log->length - 1] != '\n')
		log->length--;
	log_add_printed(log);
	log_add(log, last, strlen(last));
}

/* The scribe, until it exits. It lets go of what is the program's, and goes on when the
 * terminal interrupts the program. */
static void scribe_run(int fd, FILE *out, Picture *picture, const char *path)
{
	Log log = { 0 };
	int nothing = open("/dev/null", O_RDWR);

	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	dup2(nothing, STDIN_FILENO);
	dup2(nothing, STDOUT_FILENO);
	log_read(&log, fd);
	picture(log.text, log.length, out);
	if (ferror(out) || fflush(out) != 0)
		fprintf(stderr, "ASYNCIO_TIMELINE: %s cannot be written: %s\n", path,
		        strerror(errno));
	_exit(0);
}

/* Twice a child, so that it is no child of the program's, which may wait for its own. */
static void scribe_fork(int log[2], int end[2], FILE *out, Picture *picture,
                        const char *path)
{
	pid_t child = fork();

	if (child == 0) {
		if (fork() != 0)
			_exit(0);
		close(log[1]);
		close(end[0]);
		scribe_run(log[0], out, picture, path);
	}
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
}

static int scribe_fail(const char *path)
{
	fprintf(stderr, "ASYNCIO_TIMELINE: %s cannot be written: %s\n", path,
	        strerror(errno));
	return -1;
}

int scribe_begin(const char *path)
{
	Picture *picture = picture_for(path);
	int log[2], end[2];

	if (picture == NULL) {
		fprintf(stderr,
		        "ASYNCIO_TIMELINE is -, or the name of a file that ends in .svg, "
		        ".html or .log, not '%s'\n",
		        path);
		return -1;
	}
	FILE *out = strcmp(path, "-") == 0 ? stderr : fopen(path, "w");
	if (out == NULL || pipe(log) < 0)
		return scribe_fail(path);
	if (pipe(end) < 0)
		return scribe_fail(path);
	scribe_fork(log, end, out, picture, path);
	close(log[0]);
	close(end[1]);
	if (out != stderr)
		fclose(out);
	done = trace_out_of_the_way(end[0]);
	return trace_out_of_the_way(log[1]);
}

void scribe_wait(void)
{
	char byte;

	while (read(done, &byte, 1) < 0 && errno == EINTR)
		;
}
