/* 2.2.4: the generators on a loop are the parent's, not the child's. */
#include "events.h"
#include "forked.h"

static Loop *loop;

static void says(void *text)
{
	trace("%s", (char *)text);
}

static int counts(void *unused, void **result)
{
	int error = 0;

	for (int i = 1; i <= 3 && error == 0; i++) {
		trace("%d", i);
		error = generator_yield(NULL, NULL);
	}
	trace("error:%d", error == -ECANCELED);
	return error;
}

static void stops(void *unused)
{
	loop_stop(loop);
}

static void begins_to_count(void)
{
	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	Handle s = HANDLE(stops, NULL);
	loop_call_soon(loop, &s);
	assert_int_equal(task_list_add(loop, generator_new(counts, NULL)), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("1");
}

static void a_child_is_refused_its_parents_loop(void **state)
{
	Handle h = HANDLE(says, "wrong");

	begins_to_count();
	if (is_forked()) {
		bool good = loop_call_soon(loop, &h) == -ESHUTDOWN &&
		            loop_run_forever(loop) == -ESHUTDOWN &&
		            task_list_add(loop, generator_new(counts, NULL)) ==
		                    -ESHUTDOWN;
		handle_cancel(&h);
		_exit(good ? 3 : 1);
	}
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("1 child:3 2 3 error:0");
	loop_free(loop);
}

static void a_child_that_frees_its_copy_resumes_no_generator(void **state)
{
	begins_to_count();
	if (is_forked()) {
		bool closed = loop_close(loop) == 0 && loop_close(loop) == 0;
		loop_free(loop);
		_exit(closed ? 3 : 1);
	}
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("1 child:3 2 3 error:0");
	loop_free(loop);
}

/* And those that were closed, or made by the parent's parent, do not come back. */
static void a_child_of_a_child_is_refused_them_as_well(void **state)
{
	Handle h = HANDLE(says, "wrong");
	Loop *closed = asyncio_new_event_loop();

	assert_non_null(closed);
	loop_close(closed);
	begins_to_count();
	if (is_forked()) {
		Loop *own = asyncio_new_event_loop();
		if (is_forked()) {
			bool good = loop_call_soon(loop, &h) == -ESHUTDOWN &&
			            loop_call_soon(own, &h) == -ESHUTDOWN;
			loop_free(own);
			loop_free(loop);
			loop_free(closed);
			_exit(good ? 3 : 1);
		}
		loop_free(loop);
		loop_free(own);
		_exit(4);
	}
	loop_free(loop);
	loop_free(closed);
	assert_trace("1 child:3 child:4 error:1");
}

TESTS(T(a_child_is_refused_its_parents_loop),
      T(a_child_that_frees_its_copy_resumes_no_generator),
      T(a_child_of_a_child_is_refused_them_as_well))
