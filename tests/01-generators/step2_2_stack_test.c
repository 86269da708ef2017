/* Rung 1.2.2: memory for generators. */
#include "stack.h"
#include "testing.h"

#include <stdlib.h>
#include <string.h>

static void every_stack_is_64_KiB_of_its_own(void **state)
{
	enum { MANY = 200, STRIDE_AT_LEAST = CALLSTACK_SIZE + 20 * 1024 };
	static CallStack *stacks[MANY];
	size_t size = CALLSTACK_SIZE - 2560; /* the top is lower for some */

	for (int i = 0; i < MANY; i++) {
		stacks[i] = stack_acquire(stack_pool(CALLSTACK_SIZE));
		assert_non_null(stacks[i]);
		assert_int_equal((uintptr_t)stacks[i] % 16, 0);
		assert_compared((size_t)((char *)stacks[i] - stacks[i]->low), >=, size);
		memset(stacks[i]->low, i, size);
	}
	for (int i = 0; i < MANY; i++) {
		for (int j = 0; j < i; j++) { /* room for a guard between any two */
			ptrdiff_t between = stacks[i]->low - stacks[j]->low;
			assert_compared((size_t)labs(between), >=, STRIDE_AT_LEAST);
		}
		assert_int_equal((unsigned char)stacks[i]->low[0], i);
		assert_int_equal((unsigned char)stacks[i]->low[size - 1], i);
	}
	for (int i = 0; i < MANY; i++)
		stack_release(stacks[i]);
}

TESTS(T(every_stack_is_64_KiB_of_its_own))
