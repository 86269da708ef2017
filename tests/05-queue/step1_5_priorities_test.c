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

/* Three getters wait, and c, a and b are put before any of them runs. Returns which
 * getter has got what. */
static const char *three_get(Queue *queue)
{
	static const char *const items[] = { "c", "a", "b" };
	static char got[64];
	Party getters[3];

	begin();
	begin_all(gets_one, queue, getters, 3);
	fill(queue, items, 3);
	make_passes(1);
	snprintf(got, sizeof got, "1:%s 2:%s 3:%s", text(getters[0].item),
	         text(getters[1].item), text(getters[2].item));
	end_all(queue, getters, 3);
	return got;
}

static void of_three_getters_the_first_gets_the_least_or_the_oldest_item(void **state)
{
	PriorityQueue least = { .compare = by_letter };
	Queue oldest = { 0 };

	const char *with_compare = three_get(&least);
	assert_text(with_compare, "1:a 2:b 3:c");
	const char *without_compare = three_get(&oldest);
	assert_text(without_compare, "1:c 2:a 3:b");
}

TESTS(T(a_heap_has_the_least_first), T(equals_come_in_the_order_in_which_they_were_put),
      T(a_getter_of_a_heap_gets_what_is_least_when_it_runs),
      T(of_three_getters_the_first_gets_the_least_or_the_oldest_item))
