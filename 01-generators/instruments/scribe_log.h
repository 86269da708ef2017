/* scribe_log.h - the log of a run, as the process has read it that will draw it. */
#ifndef ASYNCIO_SCRIBE_LOG_H
#define ASYNCIO_SCRIBE_LOG_H

#include <stddef.h>

/* ==== Given: a run that is watched ==== */

typedef struct Log {
	char *text;
	size_t length, room;
} Log;

/* Reads the log from fd until the program has closed its end: it has finished, and its
 * last line says so; or it has crashed, was killed, or left by _exit. Then what it has
 * kept back is added, and a line that says so. A log that is too long, or for which there
 * is no memory, is read to its end all the same, because the program waits. */
void log_read(Log *log, int fd);

#endif
