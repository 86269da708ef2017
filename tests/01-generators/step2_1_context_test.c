/* Step 1.2, to begin with: two places and a switch, without any generator. */
#include "context.h"
#include "testing.h"

static _Alignas(64) char memory[64 * 1024];
static CpuContext other;
static volatile long seed = 2;

/* Counts in as many variables as there are registers, and traces their sum. */
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
	context_init(&other, memory, memory + sizeof memory, entry);
	count("here");
	context_swap(&other);
	trace("end");
	assert_trace("here1 0 there1 here2 there2 here:500 there:500 end");
	context_forget(&other);
}

TESTS(T(the_switch_goes_there_and_comes_back))
