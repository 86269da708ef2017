/* Rung 5.4.2: the wake-up pipe of a loop, and a child of fork. */
#include "in_a_child.h"

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

TESTS(T(a_child_that_frees_its_copy_takes_no_wake_up_from_us))
