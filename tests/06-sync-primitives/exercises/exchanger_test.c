/* Exercise exchanger: see 06-sync-primitives/exercises/exchanger.c. */
#include "../sync.h"
#include "exchanger.h"

static Exchanger exchanger;

/* Offers its name, and records what it has got. */
static int comes(void *name, void **result)
{
	void *theirs = "old";
	int error = exchange(&exchanger, name, &theirs);

	trace("%s:%s:%s", (const char *)name, why(error),
	      theirs == NULL ? "none" : (const char *)theirs);
	return 0;
}

static void begin_exchange(void)
{
	begin();
	exchanger = (Exchanger){ 0 };
}

static void two_tasks_exchange_what_they_have(void **state)
{
	begin_exchange();
	start(comes, "a");
	make_passes(3);
	start(comes, "b");
	make_passes(3);
	end();
	assert_trace("b:ok:a a:ok:b");
}

static void the_third_waits_for_the_fourth(void **state)
{
	const char *const names[] = { "a", "b", "c", "d" };

	begin_exchange();
	start_all(comes, names, 4);
	make_passes(3);
	end();
	assert_trace("b:ok:a d:ok:c a:ok:b c:ok:d");
}

static void a_cancelled_task_leaves_nothing_behind(void **state)
{
	begin_exchange();
	Task *a = start(comes, "a");
	make_passes(3);
	task_cancel(a);
	make_passes(3);
	start(comes, "b");
	start(comes, "c");
	make_passes(3);
	end();
	assert_trace("a:ECANCELED:none c:ok:b b:ok:c");
}

static void what_was_exchanged_before_a_cancellation_is_not_lost(void **state)
{
	begin_exchange();
	Task *a = start(comes, "a");
	make_passes(3);
	start(comes, "b");
	make_passes(1);
	task_cancel(a);
	make_passes(3);
	end();
	assert_trace("b:ok:a a:ECANCELED:b");
}

static void a_task_that_is_cancelled_late_leaves_the_next_offer_alone(void **state)
{
	begin_exchange();
	Task *a = start(comes, "a");
	make_passes(3);
	start(comes, "b");
	start(comes, "c");
	make_passes(1);
	task_cancel(a);
	make_passes(3);
	start(comes, "d");
	make_passes(3);
	end();
	assert_trace("b:ok:a a:ECANCELED:b d:ok:c c:ok:d");
}

TESTS(T(two_tasks_exchange_what_they_have), T(the_third_waits_for_the_fourth),
      T(a_cancelled_task_leaves_nothing_behind),
      T(what_was_exchanged_before_a_cancellation_is_not_lost),
      T(a_task_that_is_cancelled_late_leaves_the_next_offer_alone))
