/* Rung 5.4.1: what a child of fork has of its parent's way in for threads. */
#include "in_a_child.h"

static void child_wakes(Loop *loop)
{
	Handle handle = HANDLE(counts, NULL);

	if (is_forked()) {
		int error = loop_call_soon_threadsafe(loop, &handle);
		_exit(error == -ESHUTDOWN ? 3 : 1);
	}
	assert_traced("child:3");
	count_passes(loop);
	assert_int_equal(loop_run_forever(loop), 0); /* nothing has come in */
	assert_int_equal(passes, 0);
	assert_int_equal(loop_call_soon_threadsafe(loop, &handle), 0);
	calls = 0;
	make_passes(loop, 2);
	assert_int_equal(calls, 1);
}

static void a_child_is_refused_and_wakes_nobody(void **state)
{
	needs_thread_count();
	on_both(child_wakes);
}

/* The child's copy does not stand in the way of loops that the child makes. */
static void child_has_its_own(Loop *loop)
{
	Handle handle = HANDLE(counts, NULL);

	calls = 0;
	if (is_forked()) {
		Loop *own = asyncio_new_event_loop();
		loop_free(loop);
		if (own == NULL || loop_call_soon_threadsafe(own, &handle) < 0)
			_exit(1);
		succeeds(loop_run_forever(own));
		loop_free(own);
		_exit(calls == 1 ? 3 : 2);
	}
	assert_traced("child:3");
	assert_int_equal(loop_call_soon_threadsafe(loop, &handle), 0);
	make_passes(loop, 2);
	assert_int_equal(calls, 1);
}

static void a_child_has_ways_in_to_loops_of_its_own(void **state)
{
	needs_thread_count();
	on_both(child_has_its_own);
}

TESTS(T(a_child_is_refused_and_wakes_nobody), T(a_child_has_ways_in_to_loops_of_its_own))
