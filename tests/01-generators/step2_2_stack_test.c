/* Rung 1.2.2: memory for generators. */
#include "machines/memory.h"
#include "slabs.h"
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

static void each_size_has_a_pool_of_its_own(void **state)
{
	StackPool *before = NULL;

	for (size_t size = CALLSTACK_LEAST; size <= CALLSTACK_MOST; size *= 2) {
		StackPool *pool = stack_pool(size);
		assert_true(pool != before);
		assert_ptr_equal(stack_pool(size - 1), pool);
		CallStack *stack = stack_acquire(pool);
		assert_non_null(stack);
		assert_int_equal(pool->stack_size, size);
		assert_in_range((char *)stack - stack->low, size - 3 * 1024, size);
		stack_release(stack);
		before = pool;
	}
}

static void the_slab_lies_above_its_last_stack(void **state)
{
	CallStack *stack = stack_acquire(stack_pool(CALLSTACK_MOST)); /* the only one */

	assert_non_null(stack);
	assert_true((char *)(stack + 1) <= (char *)stack->slab);
	assert_int_equal(stack->slab->used, 1);
	assert_int_equal(stack->slab->live, 1);
	stack_release(stack);
}

static void a_slab_is_used_up_before_another_one_is_made(void **state)
{
	enum { STACKS = 4 }; /* of 1 MiB, in a slab of 4 MiB */
	StackPool *pool = stack_pool(1024 * 1024);
	Slab *before = NULL;

	for (unsigned i = 0; i < 3 * STACKS; i++) {
		CallStack *stack = stack_acquire(pool);
		assert_non_null(stack);
		assert_ptr_equal(&stack->slab->all, pool->slabs);
		assert_int_equal(stack->slab != before, i % STACKS == 0);
		assert_int_equal(stack->slab->used, i % STACKS + 1);
		assert_int_equal(stack->slab->live, i % STACKS + 1);
		before = stack->slab;
	}
}

static void without_memory_there_is_none(void **state)
{
	static const size_t whole_pages = 64 * 1024;
	char *memory = memory_map(whole_pages);

	assert_non_null(memory);
	assert_int_equal(memory[0], 0);
	assert_null(memory_map(SIZE_MAX / 2 / whole_pages * whole_pages));
}

static void the_tops_of_stacks_lie_at_many_places_of_their_pages(void **state)
{
	enum { STACKS = 32, PAGE = 4096 };
	bool taken[PAGE] = { false };
	int places = 0;

	for (int i = 0; i < STACKS; i++) {
		uintptr_t top = (uintptr_t)stack_acquire(stack_pool(CALLSTACK_SIZE));
		places += !taken[top % PAGE];
		taken[top % PAGE] = true;
	}
	assert_compared(places, >=, STACKS / 2);
}

static void a_list_leads_forward_and_back(void **state)
{
	StackLink first = { 0 }, second = { 0 }, *head = NULL;

	link_insert(&head, &first);
	link_insert(&head, &second);
	assert_true(head == &second && second.next == &first);
	assert_null(first.next);
	assert_true(second.back == &head && first.back == &second.next);
}

TESTS(T(every_stack_is_64_KiB_of_its_own), T(each_size_has_a_pool_of_its_own),
      T(the_slab_lies_above_its_last_stack),
      T(a_slab_is_used_up_before_another_one_is_made), T(without_memory_there_is_none),
      T(the_tops_of_stacks_lie_at_many_places_of_their_pages),
      T(a_list_leads_forward_and_back))
