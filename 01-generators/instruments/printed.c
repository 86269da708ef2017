/* printed.c - keeps what the program prints, in order with what happens. */
#include "trace_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* stdout as it was; the file, opened a second time: how far it has been read is known to
 * the scribe, too, since both have the same descriptor. -1: nothing is kept. */
static int terminal = -1, file = -1;

/* ==== Given: a run that is watched ==== */

/* Without such a file what is printed is not kept. */
void printed_begin(void)
{
	const char *directory = getenv("TMPDIR");
	char path[1024];

	snprintf(path, sizeof path, "%s/asyncio.XXXXXX",
	         directory == NULL || *directory == '\0' ? "/tmp" : directory);
	int written = mkstemp(path);
	if (written < 0)
		return;
	file = open(path, O_RDONLY);
	terminal = dup(STDOUT_FILENO);
	unlink(path);
	if (file >= 0 && terminal >= 0 && fcntl(written, F_SETFL, O_APPEND) == 0 &&
	    dup2(written, STDOUT_FILENO) >= 0) {
		file = trace_out_of_the_way(file);
		terminal = trace_out_of_the_way(terminal);
	} else {
		file = terminal = -1;
	}
	close(written);
}

static void copy(const char *text, size_t n)
{
	while (n > 0) {
		ssize_t written = write(terminal, text, n);
		if (written < 0 && errno != EINTR)
			return;
		if (written > 0) {
			text += written;
			n -= (size_t)written;
		}
	}
}

size_t printed_rest(char *text, size_t n)
{
	ssize_t length = file < 0 ? 0 : read(file, text, n);

	if (length <= 0)
		return 0;
	copy(text, (size_t)length);
	return (size_t)length;
}

/* A line of the log for each piece. */
void printed_look(void)
{
	static char text[512], field[4 * sizeof text + 8];
	static bool looks;
	size_t n;

	if (file < 0 || looks)
		return;
	looks = true;
	fflush(stdout);
	while ((n = printed_rest(text, sizeof text)) > 0) {
		trace_escape(field, sizeof field, text, n);
		trace_log("out", "%s", field);
	}
	looks = false;
}

/* stdout is again what it was. */
void printed_end(void)
{
	if (file < 0)
		return;
	dup2(terminal, STDOUT_FILENO);
	close(terminal);
	close(file);
	file = terminal = -1;
}
