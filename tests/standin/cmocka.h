/* cmocka.h - a stand-in for cmocka on machines that have none (another processor, another
 * libc): the assertions that these tests use, and nothing else. Never used natively. */
#ifndef STANDIN_CMOCKA_H
#define STANDIN_CMOCKA_H

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef void (*CMUnitTestFunction)(void **state);

struct CMUnitTest {
	const char *name;
	CMUnitTestFunction test_func;
	void *setup_func, *teardown_func, *initial_state;
};

/* One for the program, in whichever file it is defined. */
__attribute__((weak)) jmp_buf standin_failed;

static inline void standin_fail(const char *what, const char *file, int line)
{
	printf("%s\n%s:%d: error: Failure!\n", what, file, line);
	longjmp(standin_failed, 1);
}

static inline void _fail(const char *file, int line)
{
	standin_fail("", file, line);
}

static inline void standin_text(const char *a, const char *b, const char *file, int line)
{
	if (strcmp(a, b) == 0)
		return;
	printf("\"%s\" != \"%s\"\n", a, b);
	standin_fail("", file, line);
}

#define standin_check(c) ((c) ? (void)0 : standin_fail(#c, __FILE__, __LINE__))
#define assert_true(c) standin_check(c)
#define assert_false(c) standin_check(!(c))
#define assert_null(p) standin_check((p) == NULL)
#define assert_non_null(p) standin_check((p) != NULL)
#define assert_ptr_equal(a, b) standin_check((a) == (b))
#define assert_ptr_not_equal(a, b) standin_check((a) != (b))
#define assert_int_not_equal(a, b) standin_check((a) != (b))
#define assert_in_range(v, low, high) standin_check((v) >= (low) && (v) <= (high))
#define assert_string_equal(a, b) standin_text((a), (b), __FILE__, __LINE__)
#define skip() (printf("SKIPPED\n"), longjmp(standin_failed, 2))
#define fail_msg(...) (printf(__VA_ARGS__), standin_fail("", __FILE__, __LINE__))
#define cmocka_run_group_tests_name(name, tests, setup, teardown) standin_run(&(tests)[0])

static inline int standin_run(const struct CMUnitTest *test)
{
	void *state = NULL;

	int ended = setjmp(standin_failed);

	if (ended == 0)
		test->test_func(&state);
	return ended == 1;
}

#endif
