/* Rung 1.2.1: two places and a switch, without any generator. */
#include "backtraces.h"
#include "context.h"

#include <stdlib.h>
#include <string.h>

static _Alignas(64) char memory[64 * 1024];
static CpuContext other;
static volatile long seed = 2;

/* Counts in as many variables as there are registers, and records their sum. */
static void count(const char *who)
{
	long a = seed, b = a * 3, c = a * 5, d = a * 7, e = a * 11, f = a * 13,
	     g = a * 17;
	long h = a * 19, i = a * 23, j = a * 29, k = a * 31, l = a * 37, m = a * 41;

	for (int turn = 1; turn < 3; turn++) {
		trace("%s%d", who, turn);
		context_swap(&other);
		a++, b++, c++, d++, e++, f++, g++, h++, i++, j++, k++, l++, m++;
	}
	trace("%s:%ld", who, a + b + c + d + e + f + g + h + i + j + k + l + m);
}

/* A switch to a place that is nowhere would crash. */
static void begin_at(void (*entry)(void))
{
	CpuContext nowhere;

	memset(&nowhere, 'x', sizeof nowhere);
	memset(&other, 'x', sizeof other);
	context_init(&other, memory, memory + sizeof memory, entry);
	if (memcmp(&other, &nowhere, sizeof other) == 0)
		fail_msg("context_init, which calls machine_init, has stored no place to "
		         "begin at");
}

/* What lies where a function expects the address of its caller, after an earlier use. */
static void a_new_place_has_no_caller(void **state)
{
#ifndef CONTEXT_PORTABLE
	memset(memory, 'x', sizeof memory);
	begin_at(abort);
	assert_null(other.frame);
	assert_null(other.base);
	if (MACHINE_RETURN_ADDRESS > 0)
		assert_null(*(void **)other.stack);
	uintptr_t stack_pointer = (uintptr_t)context_stack(&other);
	assert_int_equal(stack_pointer % 16, MACHINE_RETURN_ADDRESS);
	context_forget(&other);
#else
	printf("SKIPPED: the system makes the place\n");
#endif
}

static void entry(void)
{
	_Alignas(16) char aligned[16];

	context_enter(&other);
	trace("%d", (int)((uintptr_t)aligned % 16));
	count("there");
	context_exit(&other);
}

static void the_switch_goes_there_and_comes_back(void **state)
{
	begin_at(entry);
	count("here");
	context_swap(&other);
	trace("end");
	assert_trace("here1 0 there1 here2 there2 here:500 there:500 end");
	context_forget(&other);
}

enum { FRAMES = 60 };

static void trace_a_backtrace(void)
{
	void *found[FRAMES] = { &found, &found };
	int n = backtrace(found, FRAMES);

	trace(n < 1 ? "sees nothing" : n < FRAMES ? "ends" : "has no end");
	for (int i = 0; i < n; i++) {
		if (found[i] == NULL || (uintptr_t)found[i] == UINTPTR_MAX / 255 * 0x41)
			trace("nowhere");
	}
}

static void look_back(void)
{
	context_enter(&other);
	trace_a_backtrace();
	context_exit(&other);
}

static void a_backtrace_ends_at_the_first_function_of_a_stack_that_was_used(void **state)
{
	needs_backtraces();
	memset(memory, 0x41, sizeof memory);
	begin_at(look_back);
	context_swap(&other);
	assert_trace("ends");
	context_forget(&other);
}

TESTS(T(a_new_place_has_no_caller), T(the_switch_goes_there_and_comes_back),
      T(a_backtrace_ends_at_the_first_function_of_a_stack_that_was_used))
