/* programs.h - what the programs print, on the virtual clock. */
#ifndef PROGRAMS_H
#define PROGRAMS_H

#include "testing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static inline int run_virtual(const char *command)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	return run_program(command);
}

/* This, and nothing else; if not, the first line that differs is shown. */
static inline void assert_prints(const char *command, const char *text)
{
	int status = run_virtual(command);
	const char *output = program_output, *whole = text;
	char line[200], expected[200];

	while (*output != '\0' || *text != '\0') {
		size_t n = strcspn(output, "\n"), m = strcspn(text, "\n");
		snprintf(line, sizeof line, "%.*s", (int)n, output);
		snprintf(expected, sizeof expected, "%.*s", (int)m, text);
		assert_string_equal(line, expected);
		output += n + (output[n] != '\0');
		text += m + (text[m] != '\0');
	}
	assert_true(strcmp(program_output, whole) == 0);
	assert_int_equal(status, 0);
}

/* With one sentence, which ends a line. */
static inline void assert_refuses(const char *command)
{
	assert_int_equal(run_virtual(command), 2);
	assert_compared(strlen(program_output), >, 0);
	assert_text(strchr(program_output, '\n'), "\n");
}

/* What every program without operands does. */
static inline void assert_answers_for_its_arguments(const char *name)
{
	char command[80], usage[80];

	snprintf(command, sizeof command, "%s --help", name);
	snprintf(usage, sizeof usage, "usage: %s", name);
	assert_int_equal(run_virtual(command), 0);
	assert_printed(usage);
	snprintf(command, sizeof command, "%s nonsense", name);
	assert_refuses(command);
	snprintf(command, sizeof command, "%s --nonsense", name);
	assert_refuses(command);
}

/* A program without operands; prints this, and answers for its arguments. */
static inline void assert_program(const char *name, const char *text)
{
	assert_prints(name, text);
	assert_answers_for_its_arguments(name);
}

#endif
