/* Rung 5.1.5: the least item comes first. */
#include "queueing.h"

static int by_letter(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

static void a_heap_has_the_least_first(void **state)
{
	static const char *const items[] = { "3", "1", "2", "4" };
	PriorityQueue least = { .compare = by_letter };

	fill(&least, items, 4);
	assert_drained(&least, "1 2 3 4");
	queue_clear(&least);
}

static void equals_come_in_the_order_in_which_they_were_put(void **state)
{
	static const char *const items[] = { "b0", "b1", "a2", "b3", "a4",
		                             "a5", "b6", "a7", "b8" };
	PriorityQueue queue = { .compare = by_letter };

	fill(&queue, items, 9);
	assert_drained(&queue, "a2 a4 a5 a7 b0 b1 b3 b6 b8");
	queue_clear(&queue);
}

static void a_getter_of_a_heap_gets_what_is_least_when_it_runs(void **state)
{
	PriorityQueue queue = { .compare = by_letter };
	Party getter;

	begin();
	begin_all(gets_one, &queue, &getter, 1);
	succeeds(queue_put_nowait(&queue, "5"));
	succeeds(queue_put_nowait(&queue, "1"));
	succeeds(queue_put_nowait(&queue, "3"));
	make_passes(1);
	assert_trace("1:1@2");
	end_all(&queue, &getter, 1);
}

/* Three getters wait, and c, a and b are put before any of them runs. */
static void three_get(Queue *queue, const char *expected)
{
	static const char *const items[] = { "c", "a", "b" };
	Party getters[3];

	begin();
	begin_all(gets_one, queue, getters, 3);
	fill(queue, items, 3);
	make_passes(1);
	assert_trace(expected);
	end_all(queue, getters, 3);
}

static void of_three_getters_the_first_gets_the_least_item(void **state)
{
	PriorityQueue queue = { .compare = by_letter };

	three_get(&queue, "1:a@2 2:b@2 3:c@2");
}

static void of_three_getters_the_first_gets_the_oldest_item_without_compare(void **state)
{
	Queue queue = { 0 };

	three_get(&queue, "1:c@2 2:a@2 3:b@2");
}

TESTS(T(a_heap_has_the_least_first), T(equals_come_in_the_order_in_which_they_were_put),
      T(a_getter_of_a_heap_gets_what_is_least_when_it_runs),
      T(of_three_getters_the_first_gets_the_least_item),
      T(of_three_getters_the_first_gets_the_oldest_item_without_compare))
