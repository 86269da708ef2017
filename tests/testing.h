/* testing.h - cmocka, with each test in a process of its own: a crash, a hang or a
 * lost stack fails that one test, by name.
 *
 * A coroutine records with trace(), the test asserts when the coroutines are done: an
 * assert that fails inside of one would jump off its stack. */
#ifndef TESTING_H
#define TESTING_H

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

/* A sanitizer is built in: it has its own ideas about memory limits and crashes. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif
#if defined __SANITIZE_THREAD__
#define UNDER_THREAD_SANITIZER 1
#elif defined __has_feature
#if __has_feature(thread_sanitizer)
#define UNDER_THREAD_SANITIZER 1
#endif
#endif
#ifndef UNDER_THREAD_SANITIZER
#define UNDER_THREAD_SANITIZER 0
#endif

/* Where everything is slow (valgrind, TSan, emulation) the large numbers are a
 * hundredth. TSan also knows no more than 8128 threads, and counts a stack as one. */
#ifndef TEST_SCALE
#define TEST_SCALE (UNDER_THREAD_SANITIZER ? 100 : 1)
#endif
enum { HUNDRED_THOUSAND = 100000 / TEST_SCALE, TEN_THOUSAND = 10000 / TEST_SCALE };

/* Appends to the record of this test; words are separated by single blanks. When the
 * record is not what it should be, the message shows the call of trace that wrote the
 * first wrong word: its arguments are the legend of that word. */
#define trace(...) testing_trace(#__VA_ARGS__, __FILE__, __LINE__, __VA_ARGS__)
void testing_trace(const char *call, const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
const char *traced(void);
/* Returns whether a text is a part of the record; prints who wrote the word there. */
bool testing_is_traced(const char *text);
void testing_print_writer(const char *word);
#define assert_trace(expected) assert_text(traced(), expected)

/* Expects a text; NULL is none. The message names what should have been that text. */
#define assert_text(text, expected) assert_text_of(#text, text, expected)
#define assert_text_of(what, text, expected) \
	testing_text((text), (expected), (what), __FILE__, __LINE__)
void testing_text(const char *text, const char *expected, const char *what,
                  const char *file, int line);

/* cmocka's assertions, with messages in words: -EBUSY and not 0xfffffffffffffff0. */
#undef assert_int_equal
#undef assert_string_equal
#undef assert_true
#undef assert_false
#undef assert_ptr_equal
#undef assert_null
#undef assert_non_null
#define assert_int_equal(value, expected) \
	testing_equal((intmax_t)(value), (intmax_t)(expected), #value, __FILE__, __LINE__)
#define assert_string_equal(text, expected) assert_text(text, expected)
#define assert_true(what) testing_true((what), #what, true, __FILE__, __LINE__)
#define assert_false(what) testing_true((what), #what, false, __FILE__, __LINE__)
#define assert_ptr_equal(value, expected) \
	testing_same((value), (expected), #value, #expected, __FILE__, __LINE__)
#undef assert_in_range
#define assert_null(what) testing_null((what) == NULL, #what, true, __FILE__, __LINE__)
#define assert_non_null(what) \
	testing_null((what) == NULL, #what, false, __FILE__, __LINE__)
void testing_equal(intmax_t value, intmax_t expected, const char *what, const char *file,
                   int line);
void testing_true(bool is, const char *what, bool should_be, const char *file, int line);
void testing_same(const void *value, const void *expected, const char *what,
                  const char *expected_is, const char *file, int line);
void testing_null(bool is, const char *what, bool should_be, const char *file, int line);

/* Expects a comparison of two numbers: assert_compared(passes, >=, 5). Of times it is
 * used with ==, too, because assert_int_equal has whole numbers only. */
#define assert_compared(value, how, limit)                                       \
	testing_compared((double)(value), #how, (double)(limit), #value, #limit, \
	                 __FILE__, __LINE__)
#define assert_in_range(value, low, high) \
	(assert_compared(value, >=, low), assert_compared(value, <=, high))
void testing_compared(double value, const char *how, double limit, const char *what,
                      const char *limit_is, const char *file, int line);

/* Returns the name of a status: "ok" for 0, "EBUSY" for -EBUSY. What is no error of these
 * tests is returned as a number. */
const char *status_name(intmax_t status);

/* What a program or a child printed has the text in it; a measure is below its limit. */
#define assert_printed(text) testing_printed((text), __FILE__, __LINE__)
#define assert_below(value, limit) \
	testing_below((value), (limit), #value, __FILE__, __LINE__)
void testing_printed(const char *text, const char *file, int line);
void testing_below(intmax_t value, intmax_t limit, const char *what, const char *file,
                   int line);

/* Expects a call to succeed: its status is 0 or more. It may stand inside a coroutine,
 * because a status below 0 is printed at once and fails the test only when the test's
 * function has returned. */
#define succeeds(call) testing_succeeds((intmax_t)(call), #call, __FILE__, __LINE__)
void testing_succeeds(intmax_t status, const char *call, const char *file, int line);
/* Expects something to be true, likewise. */
#define should_be_so(what) testing_holds((what), #what, __FILE__, __LINE__)
void testing_holds(bool is, const char *what, const char *file, int line);
/* Returns whether one of these calls has not succeeded; fails the test if so. */
bool testing_calls_failed(void);
/* Prints the command that runs the test that fails under AddressSanitizer. */
void testing_print_sanitizing(void);
void testing_judge_calls(void);

/* Ends this test without a verdict; the reason stands behind its name. */
#define skip_because(why) (printf("SKIPPED: %s\n", (why)), skip())

/* Drops the status of a call, which may fail: the test is not about it. */
static inline void ignore_status(intmax_t status)
{
	(void)status;
}

/* Runs one of this chapter's programs: "fibonacci --count 3". Its exit status, or
 * minus the signal that ended it; what it printed, stdout and stderr, lies in
 * program_output. */
int run_program(const char *command);
extern char program_output[16384];

/* Debug mode says more than a test expects. So run_program and run_child, and whatever
 * else starts a program, take ASYNCIO_DEBUG out of the environment of the child process,
 * with leave_debug_mode; after debug_programs, which sets it, they do not. What a test
 * does in its own process keeps it. */
void debug_programs(void);
void leave_debug_mode(void);

/* Returns a file that is gone when it is closed, in TMPDIR or /tmp; NULL: errno says
 * why. */
FILE *temporary_file(void);

/* Returns how many descriptors below 1024 are open. */
int open_descriptors(void);

/* Lets this process have so many open descriptors; returns false if the system does
 * not. */
bool allow_descriptors(unsigned n);

/* Runs act in a child process; the results are the same. */
int run_child(void (*act)(void));

/* ==== Patience: limits of time that a busy machine does not break ==== */

/* How long a test waits, in seconds of a machine that has nothing else to do: { 5 }.
 * If the machine is so busy that a computation takes ten times as long, ten seconds
 * count as one. */
typedef struct Patience {
	double seconds; /* that are left */
	double since;   /* when this was looked at last; 0: never */
} Patience;

/* Returns false when no seconds are left. Call it again and again, from the beginning
 * of the wait. */
bool patience_lasts(Patience *patience);
/* Waits until one of the descriptors is ready, as poll(2) does; returns false if none
 * was in time. */
bool patience_ready(Patience *patience, struct pollfd *fds, nfds_t n);
/* Returns how many times as long as on an idle machine a computation takes now: 1 or
 * more. */
double machine_slowness(void);
/* Returns the seconds of the monotonic clock. */
double machine_time(void);

/* The tests of a file, at its end: TESTS(a_first_one, a_second_one). */
typedef struct Test {
	const char *name;
	CMUnitTestFunction function;
} Test;

int run_test_file(const char *file, const Test *tests);

#define TESTS(...)                                                                   \
	int main(void)                                                               \
	{                                                                            \
		return run_test_file(__BASE_FILE__, (Test[]){ __VA_ARGS__, { 0 } }); \
	}
/* clang-format off */
#define T(function) { .name = #function, function }

#endif
