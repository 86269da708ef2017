/* Rung 4.1.2: handles that are called when a future is done. */
#include "futures.h"
#include "testing.h"

#include <errno.h>
#include <math.h>

static Loop *loop;
static Future *future;

static void begin(void)
{
	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	future = loop_create_future(loop);
	assert_non_null(future);
}

static void end(void)
{
	future_unref(future);
	loop_free(loop);
}

static void run(void)
{
	assert_int_equal(loop_run_forever(loop), 0);
}

static void make_pass(void)
{
	loop_stop(loop);
	run();
}

static void tells(void *name)
{
	trace("%s:%d", (char *)name, future_result(future, NULL) == 0);
}

static void callbacks_come_in_the_next_pass_in_their_order(void **state)
{
	Handle a = HANDLE(tells, "a"), b = HANDLE(tells, "b"), ready = HANDLE(tells, "r");

	begin();
	loop_call_soon(loop, &ready);
	assert_int_equal(future_add_done_callback(future, &a), 0);
	assert_int_equal(future_add_done_callback(future, &b), 0);
	assert_int_equal(future_set_result(future, "value"), 0);
	assert_trace("");
	make_pass();
	assert_trace("r:1 a:1 b:1");
	end();
}

/* One callback, at two places: it takes a handle for each. */
static void a_callback_can_be_added_twice_but_a_handle_cannot(void **state)
{
	Handle a = HANDLE(tells, "a"), b = HANDLE(tells, "b"), again = HANDLE(tells, "a");

	begin();
	assert_int_equal(future_add_done_callback(future, &a), 0);
	assert_int_equal(future_add_done_callback(future, &b), 0);
	assert_int_equal(future_add_done_callback(future, &a), -EBUSY);
	assert_int_equal(future_add_done_callback(future, &again), 0);
	future_set_result(future, NULL);
	run();
	assert_trace("a:1 b:1 a:1");
	end();
}

static void adds_another(void *handle)
{
	trace("adds:%d", future_add_done_callback(future, handle));
	trace("added");
}

static void a_callback_of_a_done_future_comes_in_the_next_pass(void **state)
{
	Handle late = HANDLE(tells, "late"), a = HANDLE(adds_another, &late);

	begin();
	future_set_result(future, NULL);
	assert_int_equal(future_add_done_callback(future, &a), 0);
	assert_int_equal(future_add_done_callback(future, &a), -EBUSY);
	assert_trace("");
	make_pass();
	assert_trace("adds:0 added");
	make_pass();
	assert_trace("adds:0 added late:1");
	end();
}

static void adds_to_NULL(void *handle)
{
	trace("adds:%d", future_add_done_callback(NULL, handle));
}

static void a_callback_that_a_callback_adds_comes_a_pass_later(void **state)
{
	Handle late = HANDLE(tells, "late"), a = HANDLE(adds_another, &late);
	Handle b = HANDLE(tells, "b");

	begin();
	future_add_done_callback(future, &a);
	future_add_done_callback(future, &b);
	future_set_result(future, NULL);
	make_pass();
	assert_trace("adds:0 added b:1");
	make_pass();
	assert_trace("adds:0 added b:1 late:1");
	end();
}

static void a_callback_can_be_taken_back_before_and_after(void **state)
{
	Handle a = HANDLE(tells, "a"), b = HANDLE(tells, "b"), c = HANDLE(tells, "c");

	begin();
	future_add_done_callback(future, &a);
	future_add_done_callback(future, &b);
	future_add_done_callback(future, &c);
	handle_cancel(&a);
	future_set_result(future, NULL);
	handle_cancel(&c);
	run();
	assert_trace("b:1");
	end();
}

static void a_callback_has_no_deadline_although_the_handle_had_one(void **state)
{
	Handle a = HANDLE(tells, "a");

	begin();
	loop_call_later(loop, 1, &a);
	handle_cancel(&a);
	future_add_done_callback(future, &a);
	assert_compared(a.when, ==, INFINITY);
	end();
}

static void takes_back(void *handle)
{
	trace("takes");
	handle_cancel(handle);
}

static void the_second(void *unused)
{
	trace("second");
}

static void the_third(void *unused)
{
	trace("third");
}

static void one_callback_can_take_back_the_next(void **state)
{
	Handle c = HANDLE(the_third, NULL), b = HANDLE(the_second, NULL),
	       a = HANDLE(takes_back, &b);

	begin();
	future_add_done_callback(future, &a);
	future_add_done_callback(future, &b);
	future_add_done_callback(future, &c);
	future_set_result(future, NULL);
	run();
	assert_trace("takes third");
	end();
}

static void a_NULL_future_is_done_and_the_running_loop_calls(void **state)
{
	Handle a = HANDLE(tells, "a"), adds = HANDLE(adds_to_NULL, &a);

	begin();
	assert_int_equal(future_add_done_callback(NULL, &a), -EINVAL);
	future_set_result(future, NULL);
	loop_call_soon(loop, &adds);
	run();
	assert_trace("adds:0 a:1");
	end();
}

static void a_closed_loop_forgets_the_callbacks(void **state)
{
	Handle a = HANDLE(tells, "a"), b = HANDLE(tells, "b");

	begin();
	future_add_done_callback(future, &a);
	loop_close(loop);
	assert_int_equal(future_set_result(future, NULL), 0);
	assert_null(a.leave);
	assert_int_equal(future_add_done_callback(future, &b), -ESHUTDOWN);
	assert_true(future_done(future));
	end();
}

static void many_callbacks_keep_their_order(void **state)
{
	static Handle handles[64];
	Handle taken[64];

	begin();
	for (int i = 0; i < 64; i++) {
		handles[i] = (Handle)HANDLE(i % 8 == 0 ? tells : NULL, "x");
		taken[i] = (Handle)HANDLE(takes_back, &handles[i]);
		if (i % 8 != 0)
			future_add_done_callback(future, &taken[i]);
		future_add_done_callback(future, &handles[i]);
	}
	future_set_result(future, NULL);
	run();
	assert_trace("x:1 takes takes takes takes takes takes takes "
	             "x:1 takes takes takes takes takes takes takes "
	             "x:1 takes takes takes takes takes takes takes "
	             "x:1 takes takes takes takes takes takes takes "
	             "x:1 takes takes takes takes takes takes takes "
	             "x:1 takes takes takes takes takes takes takes "
	             "x:1 takes takes takes takes takes takes takes "
	             "x:1 takes takes takes takes takes takes takes");
	end();
}

TESTS(T(callbacks_come_in_the_next_pass_in_their_order),
      T(a_callback_can_be_added_twice_but_a_handle_cannot),
      T(a_callback_of_a_done_future_comes_in_the_next_pass),
      T(a_callback_that_a_callback_adds_comes_a_pass_later),
      T(a_callback_can_be_taken_back_before_and_after),
      T(a_callback_has_no_deadline_although_the_handle_had_one),
      T(one_callback_can_take_back_the_next),
      T(a_NULL_future_is_done_and_the_running_loop_calls),
      T(a_closed_loop_forgets_the_callbacks), T(many_callbacks_keep_their_order))
