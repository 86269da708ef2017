/* Step 2.2: a child of fork has copies of its parent's loops, and they are closed. */
#include "events.h"
#include "forked.h"

static Loop *loop;
static bool in_child;

static void says(void *text)
{
	trace("%s", (char *)text);
}

/* The child goes on where the parent does: it returns to the loop that has called it. */
static void forks(void *unused)
{
	in_child = is_forked();
	if (in_child)
		trace("running:%d", asyncio_get_running_loop() != NULL);
}

/* Runs the loop, and in the child traces what came of it, and ends. */
static void run(void)
{
	int status = loop_run_forever(loop);
	if (!in_child) {
		assert_int_equal(status, 0);
		return;
	}
	trace("run:%s", status == -ESHUTDOWN ? "ESHUTDOWN" : "?");
	loop_free(loop);
	_exit(3);
}

static void a_child_that_a_callback_forks_calls_nothing_else_of_the_loop(void **state)
{
	Handle a = HANDLE(says, "a"), b = HANDLE(says, "b"), f = HANDLE(forks, NULL);

	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &f);
	loop_call_soon(loop, &b);
	run();
	assert_trace("a running:0 run:ESHUTDOWN child:3 b");
	loop_free(loop);
}

static void runs_its_own(void *text)
{
	forks(NULL);
	if (!in_child)
		return;
	Loop *own = asyncio_new_event_loop();
	Handle h = HANDLE(says, text);
	loop_call_soon(own, &h);
	trace("own:%d", loop_run_forever(own));
	loop_free(own);
}

static void it_runs_a_loop_of_its_own(void **state)
{
	Handle f = HANDLE(runs_its_own, "hello"), b = HANDLE(says, "b");

	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	loop_call_soon(loop, &f);
	loop_call_soon(loop, &b);
	run();
	assert_trace("running:0 hello own:0 run:ESHUTDOWN child:3 b");
	loop_free(loop);
}

/* While its frames are on the stack of the child the copy must stay. */
static void frees_it_too_early(void *unused)
{
	forks(NULL);
	if (in_child)
		trace("close:%d", loop_close(loop) == -EBUSY);
	if (in_child)
		loop_free(loop);
}

static void a_copy_that_has_called_the_child_is_not_freed_under_it(void **state)
{
	Handle f = HANDLE(frees_it_too_early, NULL);

	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	loop_call_soon(loop, &f);
	run();
	assert_trace("running:0 close:1 run:ESHUTDOWN child:3");
	loop_free(loop);
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

TESTS(T(a_child_that_a_callback_forks_calls_nothing_else_of_the_loop),
      T(it_runs_a_loop_of_its_own),
      T(a_copy_that_has_called_the_child_is_not_freed_under_it),
      T(a_child_is_refused_its_parents_loop),
      T(a_child_that_frees_its_copy_resumes_no_generator),
      T(a_child_of_a_child_is_refused_them_as_well))
