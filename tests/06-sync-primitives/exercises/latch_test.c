/* Exercise latch: see 06-sync-primitives/exercises/latch.c. */
#include "../sync.h"
#include "latch.h"

static Latch latch;

static int waits(void *name, void **result)
{
	int error = latch_wait(&latch);

	trace("%s:%s", (const char *)name, why(error));
	return 0;
}

static void begin_with(long count)
{
	begin();
	latch = (Latch){ .count = count };
}

static void count_down(void)
{
	int error = latch_count_down(&latch);

	trace("counted:%s", why(error));
	make_passes(3);
}

static void tasks_wait_until_the_count_is_zero(void **state)
{
	begin_with(2);
	start(waits, "a");
	start(waits, "b");
	make_passes(3);
	count_down();
	count_down();
	end();
	assert_trace("counted:ok counted:ok a:ok b:ok");
}

static void at_zero_no_task_waits(void **state)
{
	begin_with(1);
	count_down();
	start(waits, "a");
	make_passes(1);
	end();
	assert_trace("counted:ok a:ok");
}

static void a_latch_of_none_is_at_zero_from_the_beginning(void **state)
{
	begin_with(0);
	start(waits, "a");
	make_passes(1);
	end();
	assert_trace("a:ok");
}

static void it_counts_to_zero_and_no_further(void **state)
{
	begin_with(1);
	count_down();
	count_down();
	long count = latch.count;
	end();
	assert_trace("counted:ok counted:ERANGE");
	assert_int_equal(count, 0);
}

static void a_cancelled_task_counts_nothing(void **state)
{
	begin_with(1);
	Task *a = start(waits, "a");
	start(waits, "b");
	make_passes(3);
	task_cancel(a);
	make_passes(3);
	count_down();
	end();
	assert_trace("a:ECANCELED counted:ok b:ok");
}

TESTS(T(tasks_wait_until_the_count_is_zero), T(at_zero_no_task_waits),
      T(a_latch_of_none_is_at_zero_from_the_beginning),
      T(it_counts_to_zero_and_no_further), T(a_cancelled_task_counts_nothing))
