/* Exercise buffer: see 06-sync-primitives/exercises/buffer.c. */
#include "../sync.h"
#include "buffer.h"

static Buffer buffer;

/* Puts its name, once. */
static int puts_one(void *name, void **result)
{
	int error = buffer_put(&buffer, name);

	trace("+%s:%s", (const char *)name, why(error));
	return 0;
}

static int gets_one(void *name, void **result)
{
	void *item = "old";
	int error = buffer_get(&buffer, &item);

	trace("%s:%s:%s", (const char *)name, why(error),
	      item == NULL ? "none" : (const char *)item);
	return 0;
}

static void begin_buffer(void)
{
	begin();
	buffer_init(&buffer);
}

static void the_oldest_item_comes_first(void **state)
{
	const char *const items[] = { "1", "2" }, *const getters[] = { "a", "b" };

	begin_buffer();
	start_all(puts_one, items, 2);
	start_all(gets_one, getters, 2);
	make_passes(5);
	end();
	assert_trace("+1:ok +2:ok a:ok:1 b:ok:2");
}

static void a_full_buffer_makes_the_next_put_wait(void **state)
{
	const char *const items[] = { "1", "2", "3" };

	begin_buffer();
	start_all(puts_one, items, 3);
	make_passes(5);
	start(gets_one, "a");
	make_passes(5);
	start(gets_one, "b");
	start(gets_one, "c");
	make_passes(5);
	end();
	assert_trace("+1:ok +2:ok a:ok:1 +3:ok b:ok:2 c:ok:3");
}

static void an_empty_buffer_makes_the_next_get_wait(void **state)
{
	const char *const getters[] = { "a", "b" };

	begin_buffer();
	start_all(gets_one, getters, 2);
	make_passes(5);
	start(puts_one, "1");
	make_passes(5);
	start(puts_one, "2");
	make_passes(5);
	end();
	assert_trace("+1:ok a:ok:1 +2:ok b:ok:2");
}

static void an_item_is_not_lost_with_the_task_that_was_woken_for_it(void **state)
{
	begin_buffer();
	Task *a = start(gets_one, "a");
	start(gets_one, "b");
	make_passes(5);
	start(puts_one, "1");
	make_passes(1);
	task_cancel(a);
	make_passes(5);
	end();
	assert_trace("+1:ok a:ECANCELED:none b:ok:1");
}

static void a_cancelled_task_does_not_keep_the_lock(void **state)
{
	begin_buffer();
	Task *a = start(gets_one, "a");
	make_passes(5);
	task_cancel(a);
	make_passes(5);
	start(puts_one, "1");
	start(gets_one, "b");
	make_passes(5);
	end();
	assert_trace("a:ECANCELED:none +1:ok b:ok:1");
}

/* The item that woke a is taken by b, which comes before a runs. */
static void an_item_is_taken_once(void **state)
{
	begin_buffer();
	start(gets_one, "a");
	make_passes(5);
	start(puts_one, "1");
	start(gets_one, "b");
	make_passes(5);
	start(puts_one, "2");
	make_passes(5);
	end();
	assert_trace("+1:ok b:ok:1 +2:ok a:ok:2");
}

/* The place that woke +3 is taken by +4, which comes before +3 runs. */
static void a_place_is_taken_once(void **state)
{
	const char *const items[] = { "1", "2", "3" };

	begin_buffer();
	start_all(puts_one, items, 3);
	make_passes(5);
	start(gets_one, "a");
	start(puts_one, "4");
	make_passes(5);
	start(gets_one, "b");
	make_passes(5);
	start(gets_one, "c");
	start(gets_one, "d");
	make_passes(5);
	end();
	assert_trace("+1:ok +2:ok a:ok:1 +4:ok b:ok:2 +3:ok c:ok:4 d:ok:3");
}

/* Both puts come before a runs, so the second one does not find the buffer empty. */
static void each_put_wakes_a_task_that_waits_for_an_item(void **state)
{
	const char *const items[] = { "1", "2" }, *const getters[] = { "a", "b" };

	begin_buffer();
	start_all(gets_one, getters, 2);
	make_passes(5);
	start_all(puts_one, items, 2);
	make_passes(5);
	end();
	assert_trace("+1:ok +2:ok a:ok:1 b:ok:2");
}

static void each_get_wakes_a_task_that_waits_for_a_place(void **state)
{
	const char *const items[] = { "1", "2", "3", "4" };
	const char *const getters[] = { "a", "b" };

	begin_buffer();
	start_all(puts_one, items, 4);
	make_passes(5);
	start_all(gets_one, getters, 2);
	make_passes(5);
	start_all(gets_one, getters, 2);
	make_passes(5);
	end();
	assert_trace("+1:ok +2:ok a:ok:1 b:ok:2 +3:ok +4:ok a:ok:3 b:ok:4");
}

static void a_put_or_a_get_wakes_one_task_and_not_all(void **state)
{
	const char *const items[] = { "2", "3", "4", "5" };
	const char *const getters[] = { "a", "b" };

	begin_buffer();
	start_all(gets_one, getters, 2);
	make_passes(5);
	start(puts_one, "1");
	make_passes(1);
	assert_int_equal(waiting(&buffer.not_empty.waiters), 1);
	make_passes(5);
	start(puts_one, "1");
	make_passes(5);
	start_all(puts_one, items, 4);
	make_passes(5);
	start(gets_one, "c");
	make_passes(1);
	assert_int_equal(waiting(&buffer.not_full.waiters), 1);
	start(gets_one, "d");
	make_passes(5);
	end();
}

static void a_put_that_is_cancelled_puts_nothing(void **state)
{
	const char *const items[] = { "1", "2" }, *const getters[] = { "a", "b", "c" };

	begin_buffer();
	start_all(puts_one, items, 2);
	Task *late = start(puts_one, "3");
	make_passes(5);
	task_cancel(late);
	make_passes(5);
	start_all(gets_one, getters, 3);
	make_passes(5);
	start(puts_one, "4");
	make_passes(5);
	end();
	assert_trace("+1:ok +2:ok +3:ECANCELED a:ok:1 b:ok:2 +4:ok c:ok:4");
}

TESTS(T(the_oldest_item_comes_first), T(a_full_buffer_makes_the_next_put_wait),
      T(an_empty_buffer_makes_the_next_get_wait),
      T(an_item_is_not_lost_with_the_task_that_was_woken_for_it),
      T(a_cancelled_task_does_not_keep_the_lock), T(an_item_is_taken_once),
      T(a_place_is_taken_once), T(each_put_wakes_a_task_that_waits_for_an_item),
      T(each_get_wakes_a_task_that_waits_for_a_place),
      T(a_put_or_a_get_wakes_one_task_and_not_all),
      T(a_put_that_is_cancelled_puts_nothing))
