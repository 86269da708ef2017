/* asserts.c - assertions that say what went wrong in words. */
#include "testing.h"

#include <errno.h>
#include <string.h>

/* The errors that these tests look for. */
static const char *name_of(intmax_t status)
{
	static const struct {
		int error;
		const char *name;
	} names[] = { { EAGAIN, "EAGAIN" },
		      { EALREADY, "EALREADY" },
		      { EBADF, "EBADF" },
		      { EBUSY, "EBUSY" },
		      { ECANCELED, "ECANCELED" },
		      { ECONNRESET, "ECONNRESET" },
		      { EDEADLK, "EDEADLK" },
		      { EINPROGRESS, "EINPROGRESS" },
		      { EINTR, "EINTR" },
		      { EINVAL, "EINVAL" },
		      { EIO, "EIO" },
		      { EMSGSIZE, "EMSGSIZE" },
#ifdef ENODATA
		      { ENODATA, "ENODATA" },
#else
		      { ENOMSG, "ENODATA" }, /* 05-queue/machines/errors.h */
#endif
		      { ENOENT, "ENOENT" },
		      { ENOMEM, "ENOMEM" },
		      { EPERM, "EPERM" },
		      { EPIPE, "EPIPE" },
		      { EPROTO, "EPROTO" },
		      { ERANGE, "ERANGE" },
		      { ESHUTDOWN, "ESHUTDOWN" },
		      { ETIMEDOUT, "ETIMEDOUT" },
		      { 0, NULL } };
	int i = 0;

	while (names[i].name != NULL && names[i].error != -status)
		i++;
	return names[i].name;
}

static void print_number(intmax_t number, bool is_exit_status)
{
	const char *name = name_of(number);

	if (is_exit_status && number < 0)
		printf("it crashes: %s", strsignal((int)-number));
	else if (name != NULL)
		printf("-%s", name);
	else
		printf("%jd", number);
}

void testing_equal(intmax_t value, intmax_t expected, const char *what, const char *file,
                   int line)
{
	bool is_exit_status = strncmp(what, "run_", 4) == 0;

	if (value == expected)
		return;
	print_number(value, is_exit_status);
	printf(", and not ");
	print_number(expected, is_exit_status);
	printf("\n");
	if (is_exit_status)
		printf("%s\n", program_output);
	fflush(stdout);
	_fail(file, line);
}

void testing_printed(const char *text, const char *file, int line)
{
	if (strstr(program_output, text) != NULL)
		return;
	printf("it must print:  %s\nit printed:     %s\n", text, program_output);
	fflush(stdout);
	_fail(file, line);
}

void testing_below(intmax_t value, intmax_t limit, const char *what, const char *file,
                   int line)
{
	if (value < limit)
		return;
	printf("%s is %jd, and not below %jd\n", what, value, limit);
	fflush(stdout);
	_fail(file, line);
}

/* The first call that has not succeeded; file is NULL: there is none. */
static struct {
	const char *file;
	int line;
} failed_call;

void testing_succeeds(intmax_t status, const char *call, const char *file, int line)
{
	if (status >= 0)
		return;
	printf("%s should have succeeded, it returned ", call);
	print_number(status, false);
	printf("\n");
	fflush(stdout);
	if (failed_call.file != NULL)
		return;
	failed_call.file = file;
	failed_call.line = line;
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
