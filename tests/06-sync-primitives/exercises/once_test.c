/* Exercise once: see 06-sync-primitives/exercises/once.c. */
#include "../sync.h"
#include "once.h"

static Once once;
static Event finish;
static int calls;
static int outcomes[3]; /* of the first call, the second, ... */

static int connects(void *unused)
{
	int outcome = outcomes[calls++];

	trace("begins");
	int error = event_wait(&finish);
	return error < 0 ? error : outcome;
}

static int needs_it(void *name, void **result)
{
	int error = once_do(&once, connects, NULL);

	trace("%s:%s", (const char *)name, why(error));
	return 0;
}

static void begin_once(int first_outcome)
{
	begin();
	once = (Once){ 0 };
	finish = (Event){ 0 };
	outcomes[0] = first_outcome;
}

static void finishes(void)
{
	event_set(&finish);
	make_passes(5);
}

static void it_is_called_once_and_all_wait_for_it(void **state)
{
	begin_once(0);
	start(needs_it, "a");
	start(needs_it, "b");
	make_passes(3);
	finishes();
	end();
	assert_trace("begins a:ok b:ok");
}

static void when_it_is_done_no_task_waits(void **state)
{
	begin_once(0);
	start(needs_it, "a");
	make_passes(3);
	finishes();
	start(needs_it, "b");
	make_passes(1);
	end();
	assert_trace("begins a:ok b:ok");
}

/* In the pass in which a succeeds d comes, when b and c have not run yet. */
static void when_it_has_just_been_done_no_new_task_waits(void **state)
{
	begin_once(0);
	start(needs_it, "a");
	start(needs_it, "b");
	start(needs_it, "c");
	make_passes(3);
	event_set(&finish);
	start(needs_it, "d");
	make_passes(5);
	end();
	assert_trace("begins a:ok d:ok b:ok c:ok");
}

static void when_it_has_failed_the_next_task_tries(void **state)
{
	begin_once(-EPIPE);
	start(needs_it, "a");
	start(needs_it, "b");
	start(needs_it, "c");
	make_passes(3);
	finishes();
	end();
	assert_trace("begins a:EPIPE begins b:ok c:ok");
}

static void when_its_caller_is_cancelled_the_next_task_tries(void **state)
{
	begin_once(0);
	Task *a = start(needs_it, "a");
	start(needs_it, "b");
	make_passes(3);
	task_cancel(a);
	make_passes(3);
	finishes();
	end();
	assert_trace("begins a:ECANCELED begins b:ok");
}

static void a_cancelled_waiter_is_in_nobodys_way(void **state)
{
	begin_once(0);
	start(needs_it, "a");
	Task *b = start(needs_it, "b");
	start(needs_it, "c");
	make_passes(3);
	task_cancel(b);
	make_passes(3);
	finishes();
	end();
	assert_trace("begins b:ECANCELED a:ok c:ok");
}

TESTS(T(it_is_called_once_and_all_wait_for_it), T(when_it_is_done_no_task_waits),
      T(when_it_has_just_been_done_no_new_task_waits),
      T(when_it_has_failed_the_next_task_tries),
      T(when_its_caller_is_cancelled_the_next_task_tries),
      T(a_cancelled_waiter_is_in_nobodys_way))
