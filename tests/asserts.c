/* asserts.c - assertions that say what went wrong in words. */
#include "testing.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

/* The errors that these tests look for, and those that a mistake brings. */
#define ERROR(name) { name, #name }
static const struct {
	int error;
	const char *name;
} names[] = {
	ERROR(EACCES),      ERROR(EADDRINUSE), ERROR(EADDRNOTAVAIL), ERROR(EAFNOSUPPORT),
	ERROR(EAGAIN),      ERROR(EALREADY),   ERROR(EBADF),         ERROR(EBUSY),
	ERROR(ECANCELED),   ERROR(ECHILD),     ERROR(ECONNABORTED),  ERROR(ECONNREFUSED),
	ERROR(ECONNRESET),  ERROR(EDEADLK),    ERROR(EEXIST),        ERROR(EFAULT),
	ERROR(EINPROGRESS), ERROR(EINTR),      ERROR(EINVAL),        ERROR(EIO),
	ERROR(EMFILE),      ERROR(EMSGSIZE),   ERROR(ENOBUFS),
#ifdef ENODATA
	ERROR(ENODATA),
#else
	{ ENOMSG, "ENODATA" }, /* 05-queue/machines/errors.h */
#endif
	ERROR(ENOENT),      ERROR(ENOMEM),    ERROR(ENOTCONN),     ERROR(ENOTSOCK),
	ERROR(EPERM),       ERROR(EPIPE),     ERROR(EPROTO),       ERROR(ERANGE),
	ERROR(ESHUTDOWN),   ERROR(ETIMEDOUT),
};

/* NULL: it is no error that has a name here. */
static const char *name_of(intmax_t status)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (names[i].error == -status)
			return names[i].name;
	}
	return NULL;
}

const char *status_name(intmax_t status)
{
	static _Thread_local char numbers[4][24];
	static _Thread_local unsigned n;
	const char *name = status == 0 ? "ok" : name_of(status);

	if (name != NULL)
		return name;
	char *number = numbers[n++ % 4];
	snprintf(number, sizeof numbers[0], "%jd", status);
	return number;
}

static void print_number(intmax_t number)
{
	const char *name = name_of(number);

	if (name != NULL)
		printf("-%s (%jd, %s)", name, number, strerror((int)-number));
	else
		printf("%jd", number);
}

static void fail_at(const char *file, int line)
{
	fflush(stdout);
	_fail(file, line);
}

/* The exit status of a program or a child. */
static void print_end(intmax_t status)
{
	if (status == -SIGKILL)
		printf("was killed, because it had not ended in time");
	else if (status < 0)
		printf("crashed: %s", strsignal((int)-status));
	else
		printf("ended with status %jd", status);
}

/* Is it a call that returns how a process has ended? */
static bool is_exit_status(const char *call)
{
	static const char *const calls[] = { "run_", "serving_stop(", "serving_wait(",
		                             "child_status(" };

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		if (strncmp(call, calls[i], strlen(calls[i])) == 0)
			return true;
	}
	return false;
}

static void print_process(intmax_t value, intmax_t expected, const char *what)
{
	printf("the process of %s should have ", what);
	if (expected < 0)
		printf("ended with the signal: %s", strsignal((int)-expected));
	else
		printf("ended with status %jd", expected);
	printf("; it ");
	print_end(value);
	printf("\n");
	if (value < 0 && value != -SIGKILL && value != -SIGTERM)
		testing_print_sanitizing();
	if (strncmp(what, "run_", 4) == 0)
		printf("it printed: %s\n",
		       program_output[0] == '\0' ? "nothing" : program_output);
}

void testing_equal(intmax_t value, intmax_t expected, const char *what, const char *file,
                   int line)
{
	if (value == expected)
		return;
	if (is_exit_status(what)) {
		print_process(value, expected, what);
	} else {
		printf("%s should be ", what);
		print_number(expected);
		printf("; it is ");
		print_number(value);
		printf("\n");
	}
	fail_at(file, line);
}

void testing_true(bool is, const char *what, bool should_be, const char *file, int line)
{
	if (is == should_be)
		return;
	printf("%s should be %s; it is %s\n", what, should_be ? "true" : "false",
	       is ? "true" : "false");
	fail_at(file, line);
}

void testing_same(const void *value, const void *expected, const char *what,
                  const char *expected_is, const char *file, int line)
{
	if (value == expected)
		return;
	printf("%s should be %s; it is %s\n", what, expected_is,
	       value == NULL ? "NULL" : "another one");
	fail_at(file, line);
}

void testing_null(bool is, const char *what, bool should_be, const char *file, int line)
{
	if (is == should_be)
		return;
	if (should_be)
		printf("%s should be NULL; it is not\n", what);
	else
		printf("%s should not be NULL; it is. (A body that is still empty "
		       "returns NULL.)\n",
		       what);
	fail_at(file, line);
}

static bool compares(double value, const char *how, double limit)
{
	if (value == limit || how[0] == '=')
		return value == limit && how[1] == '=';
	return how[0] == '<' ? value < limit : value > limit;
}

void testing_compared(double value, const char *how, double limit, const char *what,
                      const char *limit_is, const char *file, int line)
{
	if (compares(value, how, limit))
		return;
	bool same = how[0] == '=';
	printf("%s should be ", what);
	if (!same)
		printf("%s%s", how[0] == '<' ? "less than" : "more than",
		       how[1] == '=' ? " or equal to " : " ");
	if (*limit_is < '0' || *limit_is > '9')
		printf("%s, which is ", limit_is);
	printf("%.*g; it is %.*g\n", same ? 15 : 9, limit, same ? 15 : 9, value);
	fail_at(file, line);
}

/* A text as it is shown. */
static void print_text(const char *title, const char *text)
{
	if (text == NULL)
		printf("%sNULL\n", title);
	else if (*text == '\0')
		printf("%s\"\" (nothing)\n", title);
	else
		printf("%s\"%s\"\n", title, text);
}

/* What the two begin with in common, in whole words. */
static size_t common_words(const char *text, const char *expected)
{
	size_t n = 0, words = 0;

	for (; text[n] != '\0' && text[n] == expected[n]; n++) {
		if (text[n] == ' ')
			words = n + 1;
	}
	bool text_ends = text[n] == '\0' && expected[n] == ' ';
	bool expected_ends = expected[n] == '\0' && text[n] == ' ';
	return text_ends || expected_ends ? n + 1 : words;
}

/* Does the text have this word, which is n characters long? */
static bool has_word(const char *text, const char *word, size_t n)
{
	for (; *text != '\0'; text += strcspn(text, " "), text += *text == ' ') {
		if (strcspn(text, " ") == n && strncmp(text, word, n) == 0)
			return true;
	}
	return false;
}

/* The first word of the record that differs, and who wrote it. */
static void print_difference(const char *text, const char *expected)
{
	size_t n = common_words(text, expected);
	const char *came = n > strlen(text) ? "" : text + n;
	const char *due = n > strlen(expected) ? "" : expected + n;
	int n_came = (int)strcspn(came, " "), n_due = (int)strcspn(due, " ");

	if (*due == '\0')
		printf("too much is: %.*s\n", n_came, came);
	else if (has_word(came, due, (size_t)n_due))
		printf("too early:   %.*s, before %.*s\n", n_came, came, n_due, due);
	else
		printf("missing is:  %.*s\n", n_due, due);
	if (*came == '\0') {
		came = text + strlen(text); /* the last word tells how to read them */
		printf("nothing was recorded after \"%s\"\n", text);
		if (came == text)
			return;
		came--;
	}
	testing_print_writer(came);
}

void testing_text(const char *text, const char *expected, const char *what,
                  const char *file, int line)
{
	if (text != NULL && strcmp(text, expected) == 0)
		return;
	bool recorded = testing_is_traced(text);
	print_text(recorded ? "should run:  " : "should be:   ", expected);
	print_text(recorded ? "ran:         " : "is:          ", text);
	if (recorded)
		print_difference(text, expected);
	else
		printf("what it is:  %s\n", what);
	fail_at(file, line);
}

void testing_printed(const char *text, const char *file, int line)
{
	if (strstr(program_output, text) != NULL)
		return;
	printf("it should print:  %s\nit printed:       %s\n", text,
	       program_output[0] == '\0' ? "nothing" : program_output);
	fail_at(file, line);
}

void testing_below(intmax_t value, intmax_t limit, const char *what, const char *file,
                   int line)
{
	if (value < limit)
		return;
	printf("%s should be below %jd; it is %jd\n", what, limit, value);
	fail_at(file, line);
}

/* The first call that has not succeeded; file is NULL: there is none. */
static struct {
	const char *file;
	int line;
} failed_call;

static void note_failure(const char *file, int line)
{
	fflush(stdout);
	if (failed_call.file != NULL)
		return;
	failed_call.file = file;
	failed_call.line = line;
}

void testing_holds(bool is, const char *what, const char *file, int line)
{
	if (is)
		return;
	printf("%s should be true; it is false\n", what);
	note_failure(file, line);
}

void testing_succeeds(intmax_t status, const char *call, const char *file, int line)
{
	if (status >= 0)
		return;
	printf("%s should have succeeded, it returned ", call);
	print_number(status);
	printf("\n");
	note_failure(file, line);
}

bool testing_calls_failed(void)
{
	return failed_call.file != NULL;
}

void testing_judge_calls(void)
{
	if (testing_calls_failed())
		_fail(failed_call.file, failed_call.line);
}
