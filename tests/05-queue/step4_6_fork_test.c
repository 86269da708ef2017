/* Step 5.4: what a child of fork has of its parent's way in for threads. */
#include "../forked.h"
#include "thread_count.h"
#include "threads.h"

static int calls;

static void counts(void *unused)
{
	calls++;
}

static void make_passes(Loop *loop, int n)
{
	for (int i = 0; i < n; i++) {
		loop_stop(loop);
		assert_int_equal(loop_run_forever(loop), 0);
	}
}

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

static Loop *target;

static void *puts_a_handle(void *handle)
{
	return loop_call_soon_threadsafe(target, handle) == 0 ? handle : NULL;
}

/* A thread has left a handle, and its wake-up lies in the pipe that both have. */
static void child_frees(Loop *loop)
{
	Handle first = HANDLE(counts, NULL), second = HANDLE(counts, NULL);
	Handle late = HANDLE(stop, loop);

	target = loop;
	calls = 0;
	end_thread(begin_thread(puts_a_handle, &first));
	if (is_forked()) {
		loop_free(loop);
		_exit(3);
	}
	assert_traced("child:3");
	make_passes(loop, 2);
	assert_int_equal(calls, 1);
	pthread_t thread = begin_thread(puts_a_handle, &second);
	loop_call_later(loop, LONG, &late);
	assert_int_equal(loop_run_forever(loop), 0);
	end_thread(thread);
	assert_int_equal(calls, 2);
}

static void a_child_that_frees_its_copy_takes_no_wake_up_from_us(void **state)
{
	on_both(child_frees);
}

static int ends_well(void *arg, void **result)
{
	*result = arg;
	return 0;
}

static void child_asks(Loop *loop)
{
	void *value = NULL;
	ThreadFuture *future = asyncio_run_coroutine_threadsafe(loop, ends_well, &calls);

	assert_non_null(future);
	if (is_forked()) {
		bool good = thread_future_result(future, 5, NULL) == -ECANCELED &&
		            !thread_future_cancel(future);
		ThreadFuture *other = asyncio_run_coroutine_threadsafe(loop, ends_well,
		                                                       NULL);
		good = good && thread_future_result(other, 5, NULL) == -ESHUTDOWN;
		thread_future_free(other);
		thread_future_free(future);
		loop_free(loop);
		_exit(good ? 3 : 1);
	}
	assert_traced("child:3");
	make_passes(loop, 4);
	assert_int_equal(thread_future_result(future, 0, &value), 0);
	assert_ptr_equal(value, &calls);
	thread_future_free(future);
}

static void a_child_waits_for_no_coroutine_of_its_parents_loop(void **state)
{
	on_both(child_asks);
}

/* Nor does the child's copy stand in the way of loops that the child makes. */
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

TESTS(T(a_child_is_refused_and_wakes_nobody),
      T(a_child_that_frees_its_copy_takes_no_wake_up_from_us),
      T(a_child_waits_for_no_coroutine_of_its_parents_loop),
      T(a_child_has_ways_in_to_loops_of_its_own))
