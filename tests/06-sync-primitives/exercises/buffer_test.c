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
	void *item = NULL;
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

TESTS(T(the_oldest_item_comes_first), T(a_full_buffer_makes_the_next_put_wait),
      T(an_empty_buffer_makes_the_next_get_wait),
      T(an_item_is_not_lost_with_the_task_that_was_woken_for_it),
      T(a_cancelled_task_does_not_keep_the_lock), T(an_item_is_taken_once))
