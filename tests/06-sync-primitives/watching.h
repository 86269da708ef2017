/* watching.h - what a trace tells of locks and their relatives. */
#ifndef WATCHING_H
#define WATCHING_H

#include "sync.h"

void trace_begin(void); /* 01-generators/instruments/trace_begin.c */

/* begin, but from now on this process is watched, by ASYNCIO_TRACE: what it tells goes to
 * stderr. For children of tests. */
static inline void begin_to_watch(void)
{
	setenv("ASYNCIO_TRACE", "-", 1);
	trace_begin();
	begin();
}

/* Runs act in a child, and expects what its trace tells of the object that is named
 * 'bell', sentence by sentence; the heads of the lines do not count. */
static inline void assert_told(void (*act)(void), const char *expected)
{
	char told[1000] = "";

	assert_int_equal(run_child(act), 0);
	for (char *line = strtok(program_output, "\n"); line != NULL;
	     line = strtok(NULL, "\n")) {
		if (strstr(line, " 'bell'") == NULL)
			continue;
		for (char *end; (end = strstr(line, "  ")) != NULL ||
		                (end = strstr(line, "] ")) != NULL;)
			line = end + 2;
		line += *line == ' ';
		snprintf(told + strlen(told), sizeof told - strlen(told), "%s%s",
		         *told == '\0' ? "" : "; ", line);
	}
	assert_text(told, expected);
}

/* A task that is asked to end before it waits has left the wait queue again when the
 * trace asks what it waits for. */
static CoroutineFn *waits_in_vain;

static inline void wait_with_a_request(void)
{
	begin_to_watch();
	start(waits_in_vain, "1");
	make_passes(2);
	end();
}

/* Expects that the trace knows what such a task waits for: "an event". The task cancels
 * itself, and then waits. */
static inline void assert_told_of_a_wait_in_vain(CoroutineFn *waits, const char *what)
{
	char expected[100];

	waits_in_vain = waits;
	snprintf(expected, sizeof expected, "waits for %s", what);
	assert_int_equal(run_child(wait_with_a_request), 0);
	assert_printed(expected);
}

#endif
