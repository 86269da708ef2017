/* Rung 4.1.1: a value that is not there yet. */
#include "one_future.h"

#include <limits.h>
#include <string.h>

static void a_new_future_is_pending(void **state)
{
	Future *f = begin();
	void *value = "?";

	assert_false(future_done(f));
	assert_false(future_cancelled(f));
	assert_int_equal(future_result(f, &value), -EINPROGRESS);
	assert_null(value);
	assert_int_equal(future_result(f, NULL), -EINPROGRESS);
	end(f);
}

static const FutureKind own_kind = { "a future of our own", future_settle_cancelled,
	                             NULL, false, NULL };

static void a_new_future_has_one_reference_which_is_its_makers(void **state)
{
	Future *f = begin(), *failed = future_failed(loop, -EIO), own;

	assert_int_equal(f->refs, 1);
	assert_non_null(failed);
	assert_int_equal(failed->refs, 1);
	future_result(failed, NULL); /* it has been looked at */
	memset(&own, 0x55, sizeof own);
	future_init(&own, loop, &own_kind);
	assert_int_equal(own.refs, 1);
	assert_ptr_equal(own.kind, &own_kind);
	assert_ptr_equal(own.loop, loop);
	assert_false(future_done(&own));
	future_unref(failed);
	end(f);
}

static void a_result_is_there_any_number_of_times(void **state)
{
	Future *f = begin();
	void *value;

	assert_int_equal(future_set_result(f, "value"), 0);
	assert_true(future_done(f));
	assert_false(future_cancelled(f));
	for (int i = 0; i < 3; i++) {
		value = NULL;
		assert_int_equal(future_result(f, &value), 0);
		assert_text((char *)value, "value");
	}
	end(f);
}

static void an_error_is_there_any_number_of_times(void **state)
{
	Future *f = begin();
	void *value;

	assert_int_equal(future_set_error(f, -EIO), 0);
	assert_true(future_done(f));
	assert_false(future_cancelled(f));
	for (int i = 0; i < 3; i++) {
		value = "?";
		assert_int_equal(future_result(f, &value), -EIO);
		assert_null(value);
	}
	end(f);
}

static void assert_final(Future *f, int status, const char *text)
{
	void *value;

	assert_int_equal(future_set_result(f, "other"), -EALREADY);
	assert_int_equal(future_set_error(f, -EPERM), -EALREADY);
	assert_int_equal(future_set_error(f, -ECANCELED), -EALREADY);
	assert_false(future_cancel(f));
	assert_int_equal(future_result(f, &value), status);
	if (text == NULL)
		assert_null(value);
	else
		assert_text((char *)value, text);
}

static void what_is_done_does_not_change(void **state)
{
	Future *f = begin();
	Future *failed = loop_create_future(loop), *cancelled = loop_create_future(loop);

	assert_int_equal(future_set_result(f, "value"), 0);
	assert_final(f, 0, "value");
	assert_int_equal(future_set_error(failed, -EIO), 0);
	assert_final(failed, -EIO, NULL);
	assert_true(future_cancel(cancelled));
	assert_final(cancelled, -ECANCELED, NULL);
	future_unref(failed);
	future_unref(cancelled);
	end(f);
}

static void a_future_is_cancelled_once(void **state)
{
	Future *f = begin();

	assert_true(future_cancel(f));
	assert_true(future_done(f));
	assert_true(future_cancelled(f));
	assert_int_equal(future_result(f, NULL), -ECANCELED);
	assert_false(future_cancel(f));
	end(f);
}

static void a_future_that_is_done_cannot_be_cancelled(void **state)
{
	Future *f = begin(), *failed = loop_create_future(loop);
	void *value;

	assert_int_equal(future_set_result(f, "value"), 0);
	assert_false(future_cancel(f));
	assert_false(future_cancelled(f));
	assert_int_equal(future_result(f, &value), 0);
	assert_text((char *)value, "value");
	assert_int_equal(future_set_error(failed, -EIO), 0);
	assert_false(future_cancel(failed));
	assert_false(future_cancelled(failed));
	assert_int_equal(future_result(failed, NULL), -EIO);
	future_unref(failed);
	end(f);
}

static void NULL_is_a_value_like_any_other(void **state)
{
	Future *f = begin();
	void *value = "?";

	assert_int_equal(future_set_result(f, NULL), 0);
	assert_true(future_done(f));
	assert_int_equal(future_result(f, &value), 0);
	assert_null(value);
	assert_int_equal(future_set_result(f, "late"), -EALREADY);
	end(f);
}

static void an_error_is_negative(void **state)
{
	Future *f = begin();

	assert_int_equal(future_set_error(f, 0), -EINVAL);
	assert_int_equal(future_set_error(f, EIO), -EINVAL);
	assert_int_equal(future_set_error(f, INT_MIN), -EINVAL);
	assert_false(future_done(f));
	assert_int_equal(future_set_error(f, -ECANCELED), 0);
	assert_true(future_cancelled(f));
	end(f);
}

static void a_NULL_future_has_failed_for_lack_of_memory(void **state)
{
	void *value = "?";
	Future *f = begin();

	assert_true(future_done(NULL));
	assert_false(future_cancelled(NULL));
	assert_int_equal(future_result(NULL, &value), -ENOMEM);
	assert_null(value);
	assert_int_equal(future_set_result(NULL, NULL), -EALREADY);
	assert_int_equal(future_set_error(NULL, -EIO), -EALREADY);
	assert_int_equal(future_set_error(NULL, 0), -EINVAL);
	assert_false(future_cancel(NULL));
	assert_null(future_ref(NULL));
	future_unref(NULL);
	assert_null(loop_create_future(NULL));
	end(f);
}

static void a_future_can_have_failed_from_the_beginning(void **state)
{
	Future *f = begin(), *failed = future_failed(loop, -EIO);

	assert_true(future_done(failed));
	assert_false(future_cancelled(failed));
	assert_int_equal(future_result(failed, NULL), -EIO);
	assert_int_equal(future_set_result(failed, NULL), -EALREADY);
	future_unref(failed);
	end(f);
}

static void a_closed_loop_does_not_complete_futures(void **state)
{
	Future *f = begin();
	void *value;

	assert_int_equal(loop_close(loop), 0);
	assert_false(future_done(f));
	assert_int_equal(future_set_result(f, "value"), 0);
	assert_int_equal(future_result(f, &value), 0);
	assert_text((char *)value, "value");
	end(f);
}

TESTS(T(a_new_future_is_pending), T(a_new_future_has_one_reference_which_is_its_makers),
      T(a_result_is_there_any_number_of_times),
      T(an_error_is_there_any_number_of_times), T(what_is_done_does_not_change),
      T(a_future_is_cancelled_once), T(a_future_that_is_done_cannot_be_cancelled),
      T(NULL_is_a_value_like_any_other), T(an_error_is_negative),
      T(a_NULL_future_has_failed_for_lack_of_memory),
      T(a_future_can_have_failed_from_the_beginning),
      T(a_closed_loop_does_not_complete_futures))
