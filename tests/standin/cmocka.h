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

static jmp_buf standin_failed;

__attribute__((unused)) static void standin_fail(const char *what, const char *file, int line)
{
	printf("%s\n%s:%d: error: Failure!\n", what, file, line);
	longjmp(standin_failed, 1);
}

__attribute__((unused)) static void standin_equal(unsigned long long a, unsigned long long b,
                                                  const char *file, int line)
{
	char what[80];

	snprintf(what, sizeof what, "%#llx != %#llx", a, b);
	if (a != b)
		standin_fail(what, file, line);
}

__attribute__((unused)) static void standin_text(const char *a, const char *b, const char *file,
                                                 int line)
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
#define assert_ptr_equal(a, b)                                                                 \
	standin_equal((uintptr_t)(a), (uintptr_t)(b), __FILE__, __LINE__)
#define assert_ptr_not_equal(a, b) standin_check((a) != (b))
#define assert_int_equal(a, b)                                                                 \
	standin_equal((unsigned long long)(a), (unsigned long long)(b), __FILE__, __LINE__)
#define assert_int_not_equal(a, b) standin_check((a) != (b))
#define assert_in_range(v, low, high) standin_check((v) >= (low) && (v) <= (high))
#define assert_string_equal(a, b) standin_text((a), (b), __FILE__, __LINE__)
#define fail_msg(...) (printf(__VA_ARGS__), standin_fail("", __FILE__, __LINE__))
#define cmocka_run_group_tests_name(name, tests, setup, teardown) standin_run(&(tests)[0])

__attribute__((unused)) static int standin_run(const struct CMUnitTest *test)
{
	void *state = NULL;

	if (setjmp(standin_failed) != 0)
		return 1;
	test->test_func(&state);
	return 0;
}

#endif
