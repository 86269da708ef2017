/* complaints.h - what a run has to complain of is a part of the record of its test: a
 * task that was never awaited, or an error that was never looked at. So a solution that
 * gives a reference back too seldom, or too often, does not pass. */
#ifndef COMPLAINTS_H
#define COMPLAINTS_H

#include "runners.h"
#include "testing.h"

#include <string.h>
#include <unistd.h>

/* Returns whether this line is a complaint, and not one of a trace. */
static inline bool is_complaint(const char *line)
{
	return strncmp(line, "task '", 6) == 0 || strncmp(line, "the error of ", 13) == 0;
}

/* Records the complaints among what this test has printed from this offset on. What a
 * test prints lies in a file, which is its stderr. */
static inline void record_complaints(off_t from)
{
	static char said[1 << 16]; /* with WATCH=1 there is a trace in it */
	char *rest = said;
	ssize_t n = pread(STDERR_FILENO, said, sizeof said - 1, from);

	said[n < 0 ? 0 : n] = '\0';
	while (*rest != '\0') {
		char *line = rest, *end = line + strcspn(line, "\n");
		rest = *end == '\0' ? end : end + 1;
		*end = '\0';
		if (is_complaint(line))
			trace("%s", line);
	}
}

/* Calls asyncio_run, and records the complaints of the run behind what the test itself
 * has recorded. A run without complaints changes nothing in the record. */
static inline int recorded_run(CoroutineFn *fn, void *arg, void **result)
{
	off_t before = lseek(STDERR_FILENO, 0, SEEK_CUR);
	int status = asyncio_run(fn, arg, result);

	if (before >= 0)
		record_complaints(before);
	return status;
}

#endif
