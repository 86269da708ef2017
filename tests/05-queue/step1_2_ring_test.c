/* Rung 5.1.2: what goes into a queue, and what comes out. */
#include "queueing.h"
#include "memory.h"

#include <unistd.h>

static void a_queue_has_the_oldest_first_and_a_stack_the_newest(void **state)
{
	static const char *const items[] = { "1", "3", "2" };
	Queue fifo = { 0 };
	LifoQueue lifo = { .lifo = true };

	fill(&fifo, items, 3);
	fill(&lifo, items, 3);
	assert_drained(&fifo, "1 3 2");
	assert_drained(&lifo, "2 3 1");
	queue_clear(&fifo);
	queue_clear(&lifo);
}

static int by_letter(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

/* Which item is the first of many is rung 5.1.5. */
static void with_a_comparison_lifo_does_not_count(void **state)
{
	static const char *const items[] = { "1", "2" };
	Queue least = { .lifo = true, .compare = by_letter };

	fill(&least, items, 2);
	assert_drained(&least, "1 2");
	queue_clear(&least);
}

static void it_says_at_once_how_full_it_is(void **state)
{
	Queue queue = { .maxsize = 2 };
	void *item = "old";

	assert_true(queue_empty(&queue));
	assert_false(queue_full(&queue));
	assert_int_equal(queue_put_nowait(&queue, "a"), 0);
	assert_false(queue_empty(&queue));
	assert_false(queue_full(&queue));
	assert_int_equal(queue_put_nowait(&queue, "b"), 0);
	assert_true(queue_full(&queue));
	assert_int_equal(queue_qsize(&queue), 2);
	assert_int_equal(queue_get_nowait(&queue, &item), 0);
	assert_text((char *)item, "a");
	assert_false(queue_full(&queue));
	assert_int_equal(queue_get_nowait(&queue, NULL), 0);
	assert_true(queue_empty(&queue));
	queue_clear(&queue);
}

static void with_maxsize_zero_or_less_it_is_never_full(void **state)
{
	Queue none = { 0 }, less = { .maxsize = -3 };

	for (int i = 0; i < 1000; i++) {
		assert_int_equal(queue_put_nowait(&none, NULL), 0);
		assert_int_equal(queue_put_nowait(&less, NULL), 0);
	}
	assert_false(queue_full(&none));
	assert_false(queue_full(&less));
	assert_int_equal(queue_qsize(&none), 1000);
	assert_int_equal(queue_qsize(&less), 1000);
	queue_clear(&none);
	queue_clear(&less);
}

static void what_cannot_be_done_at_once_is_refused_and_changes_nothing(void **state)
{
	Queue queue = { .maxsize = 1 };
	void *item = "old";

	assert_int_equal(queue_get_nowait(&queue, &item), -EAGAIN);
	assert_null(item);
	assert_int_equal(queue_put_nowait(&queue, "a"), 0);
	assert_int_equal(queue_put_nowait(&queue, "b"), -EAGAIN);
	assert_int_equal(queue_qsize(&queue), 1);
	assert_drained(&queue, "a");
	queue_clear(&queue);
}

static void NULL_is_an_item_like_any_other(void **state)
{
	Queue queue = { 0 };
	void *item = "old";

	assert_int_equal(queue_put_nowait(&queue, NULL), 0);
	assert_int_equal(queue_put_nowait(&queue, "a"), 0);
	assert_int_equal(queue_get_nowait(&queue, &item), 0);
	assert_null(item);
	assert_drained(&queue, "a");
	queue_clear(&queue);
}

/* The ring turns, and grows while its beginning is in the middle. */
static void it_keeps_the_order_however_it_grows(void **state)
{
	static char items[1000];
	Queue queue = { 0 };
	void *item = NULL;
	int put = 0, got = 0;

	while (got < 1000) {
		for (int i = 0; i < 7 && put < 1000; i++)
			assert_int_equal(queue_put_nowait(&queue, &items[put++]), 0);
		for (int i = 0; i < 3; i++, got++) {
			if (got == 1000)
				break;
			assert_int_equal(queue_get_nowait(&queue, &item), 0);
			assert_int_equal((char *)item - items, got);
		}
		assert_int_equal(queue_qsize(&queue), put - got);
	}
	queue_clear(&queue);
}

/* In a child, which is ended if the put never returns. */
static void puts_without_memory(void)
{
	Queue queue = { 0 };

	alarm(3 + (unsigned)(3 * machine_slowness()));
	take_memory();
	int error = queue_put_nowait(&queue, "a");
	give_memory();
	printf("%s, with %zu items", how(error), queue_qsize(&queue));
}

static void without_memory_for_a_larger_ring_a_put_fails(void **state)
{
	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers need memory for themselves");
	bool the_put_has_returned = run_child(puts_without_memory) == 0;
	assert_true(the_put_has_returned);
	assert_text(program_output, "ENOMEM, with 0 items");
}

TESTS(T(a_queue_has_the_oldest_first_and_a_stack_the_newest),
      T(with_a_comparison_lifo_does_not_count),
      T(it_says_at_once_how_full_it_is), T(with_maxsize_zero_or_less_it_is_never_full),
      T(what_cannot_be_done_at_once_is_refused_and_changes_nothing),
      T(NULL_is_an_item_like_any_other), T(it_keeps_the_order_however_it_grows),
      T(without_memory_for_a_larger_ring_a_put_fails))
