/* Rung 4.1.3: a loop that runs until the value is there. */
#include "core.h"

static void tells(void *name)
{
	trace("%s", (char *)name);
}

static void tells_twice(void *handle)
{
	trace("first");
	loop_call_soon(loop, handle);
}

static void a_run_until_what_is_done_already_takes_one_pass(void **state)
{
	Handle second = HANDLE(tells, "second"), first = HANDLE(tells_twice, &second);
	void *value = NULL;

	begin();
	Future *f = new_future();
	future_set_result(f, "value");
	loop_call_soon(loop, &first);
	assert_int_equal(loop_run_until_complete(loop, f, &value), 0);
	assert_text((char *)value, "value");
	assert_int_equal(pass, 1);
	assert_trace("first");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("first second");
	loop_free(loop);
}

static void stops(void *unused)
{
	loop_stop(loop);
}

static void sets(void *future)
{
	trace("set:%s", why(future_set_result(future, "value")));
}

static void a_run_that_is_stopped_leaves_the_future_as_it_is(void **state)
{
	Handle stop = HANDLE(stops, NULL), set = HANDLE(sets, NULL);
	void *value = "?";

	begin();
	Future *f = new_future();
	set.arg = f;
	loop_call_soon(loop, &stop);
	loop_call_later(loop, 1, &set);
	assert_int_equal(loop_run_until_complete(loop, f, &value), -EINTR);
	assert_null(value);
	assert_false(future_done(f));
	assert_int_equal(loop_run_until_complete(loop, f, &value), 0);
	assert_text((char *)value, "value");
	assert_trace("set:ok");
	loop_free(loop);
}

static void a_run_that_was_left_does_not_stop_the_next(void **state)
{
	Handle stop = HANDLE(stops, NULL), set = HANDLE(sets, NULL);
	Handle set_other = HANDLE(sets, NULL);

	begin();
	Future *f = new_future(), *other = new_future();
	loop_call_soon(loop, &stop);
	assert_int_equal(loop_run_until_complete(loop, f, NULL), -EINTR);
	assert_true(list_empty(&f->callbacks));
	set.arg = f;
	set_other.arg = other;
	loop_call_later(loop, 1, &set);
	loop_call_later(loop, 2, &set_other);
	assert_int_equal(loop_run_until_complete(loop, other, NULL), 0);
	assert_trace("set:ok set:ok");
	future_unref(f);
	loop_free(loop);
}

static void a_closed_loop_runs_nothing(void **state)
{
	begin();
	Future *f = new_future();
	loop_close(loop);
	assert_int_equal(loop_run_until_complete(loop, f, NULL), -ESHUTDOWN);
	assert_false(future_done(f));
	future_unref(f);
	loop_free(loop);
}

static void runs_again(void *future)
{
	trace("%s", why(loop_run_until_complete(loop, future, NULL)));
}

static void a_run_until_a_future_is_done_can_be_refused(void **state)
{
	Handle again = HANDLE(runs_again, NULL);
	void *value = "?";

	begin();
	Loop *other = asyncio_new_event_loop();
	Future *of_other = loop_create_future(other), *f = new_future();
	assert_int_equal(loop_run_until_complete(loop, NULL, &value), -ENOMEM);
	assert_null(value);
	assert_int_equal(loop_run_until_complete(loop, of_other, NULL), -EINVAL);
	again.arg = f;
	loop_call_soon(loop, &again);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("EBUSY");
	future_unref(f);
	future_unref(of_other);
	loop_free(other);
	loop_free(loop);
}

/* The caller is told of the first reason that holds, and keeps its reference. */
static void a_run_is_refused_even_if_the_future_is_done(void **state)
{
	Handle again = HANDLE(runs_again, NULL);
	void *value = "?";

	begin();
	Future *f = new_future();
	again.arg = f;
	future_set_result(f, "value");
	loop_call_soon(loop, &again);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("EBUSY");
	loop_close(loop);
	assert_int_equal(loop_run_until_complete(loop, f, &value), -ESHUTDOWN);
	assert_null(value);
	assert_int_equal(f->refs, 1);
	future_unref(f);
	loop_free(loop);
}

static void a_run_that_nothing_can_end_is_a_deadlock(void **state)
{
	begin();
	Future *f = new_future();
	assert_int_equal(loop_run_until_complete(loop, f, NULL), -EDEADLK);
	assert_int_equal(loop->waiting, 0);
	assert_false(future_done(f));
	future_unref(f);
	loop_free(loop);
}

TESTS(T(a_run_until_what_is_done_already_takes_one_pass),
      T(a_run_that_is_stopped_leaves_the_future_as_it_is),
      T(a_run_that_was_left_does_not_stop_the_next), T(a_closed_loop_runs_nothing),
      T(a_run_until_a_future_is_done_can_be_refused),
      T(a_run_is_refused_even_if_the_future_is_done),
      T(a_run_that_nothing_can_end_is_a_deadlock))
