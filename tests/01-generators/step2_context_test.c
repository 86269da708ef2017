/* Step 1.2, to begin with: two places and a switch, without any generator. */
#include "context.h"
#include "testing.h"

static _Alignas(64) char memory[64 * 1024];
static CpuContext other;
static int turns;

static void entry(void)
{
	context_enter(&other);
	for (turns = 1; turns < 3; turns++) {
		trace("there%d", turns);
		context_swap(&other);
	}
	context_exit(&other);
}

static void the_switch_goes_there_and_comes_back(void **state)
{
	context_init(&other, memory, memory + sizeof memory, entry);
	for (int i = 1; i < 3; i++) {
		trace("here%d", i);
		context_swap(&other);
	}
	trace("here");
	assert_trace("here1 there1 here2 there2 here");
	context_swap(&other);
	assert_int_equal(turns, 3);
	context_forget(&other);
}

TESTS(T(the_switch_goes_there_and_comes_back))
