/* Rung 4.4.1: a request is delivered, as the result of a wait. */
#include "core.h"

/* Waits for f, and says how that went. */
static int tells(void *future, void **result)
{
	int status = future_wait(future);

	trace("%s@%d", why(status), pass);
	return status;
}

static int awaits(void *task, void **result)
{
	int status = await(task, result);

	trace("outer:%s@%d", why(status), pass);
	return status;
}

static int never_runs(void *unused, void **result)
{
	trace("ran");
	return 0;
}

static void before_its_first_step_a_task_never_begins(void **state)
{
	begin();
	Task *inner = future_ref(new_task(never_runs, NULL));
	Task *outer = new_task(awaits, inner);

	make_passes(0);
	assert_true(task_cancel(inner));
	assert_false(future_done(inner));
	assert_int_equal(loop_run_until_complete(loop, outer, NULL), -ECANCELED);
	assert_true(future_cancelled(inner));
	assert_trace("outer:ECANCELED@1");
	future_unref(inner);
	loop_free(loop);
}

static void
a_blocked_task_hears_of_it_a_pass_later_and_its_awaiter_after_two(void **state)
{
	begin();
	Future *f = new_future();
	Task *inner = future_ref(new_task(tells, f)), *outer = new_task(awaits, inner);

	make_passes(2);
	assert_true(task_cancel(inner));
	assert_true(future_cancelled(f));
	assert_false(future_done(inner));
	assert_false(future_cancelled(inner));
	assert_int_equal(task_cancelling(inner), 1);
	make_passes(1);
	assert_trace("ECANCELED@3");
	assert_true(future_cancelled(inner));
	assert_int_equal(loop_run_until_complete(loop, outer, NULL), -ECANCELED);
	assert_trace("ECANCELED@3 outer:ECANCELED@4");
	future_unref(inner);
	future_unref(f);
	loop_free(loop);
}

static int returns(void *unused, void **result)
{
	*result = "value";
	return 0;
}

static void one_that_has_finished_stays_as_it_is(void **state)
{
	void *value = NULL;
	begin();
	Task *task = future_ref(new_task(returns, NULL));

	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	assert_false(task_cancel(task));
	assert_false(future_cancel(task));
	assert_int_equal(task_cancelling(task), 0);
	assert_int_equal(future_result(task, &value), 0);
	assert_text((char *)value, "value");
	task_detach(task);
	Future *f = new_future();
	assert_int_equal(task_cancelling(f), 0);
	assert_true(task_cancel(f));
	assert_true(future_cancelled(f));
	assert_false(task_cancel(f));
	assert_int_equal(task_uncancel(f), 0);
	future_unref(f);
	loop_free(loop);
}

typedef struct Answer {
	Future *future;
	int status;
	int awaits_on; /* how often it sleeps after that */
} Answer;

/* Answers its cancellation in another way. */
static int answers(void *arg, void **result)
{
	const Answer *answer = arg;

	trace("%s", why(future_wait(answer->future)));
	for (int i = 0; i < answer->awaits_on; i++)
		trace("%s", why(asyncio_sleep(0.01)));
	*result = "value";
	return answer->status;
}

static Task *cancelled_answerer(Answer *answer)
{
	answer->future = new_future();
	Task *task = new_task(answers, answer);
	make_passes(1);
	assert_true(task_cancel(task));
	return task;
}

static void a_body_may_answer_with_a_value(void **state)
{
	Answer answer = { 0 };
	void *value = NULL;

	begin();
	Task *task = future_ref(cancelled_answerer(&answer));
	assert_int_equal(loop_run_until_complete(loop, task, &value), 0);
	assert_text((char *)value, "value");
	assert_false(future_cancelled(task));
	assert_int_equal(task_cancelling(task), 1);
	assert_trace("ECANCELED");
	future_unref(task);
	future_unref(answer.future);
	loop_free(loop);
}

static void or_go_on_waiting(void **state)
{
	Answer answer = { .awaits_on = 3 };

	begin();
	Task *task = cancelled_answerer(&answer);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	assert_trace("ECANCELED ok ok ok");
	future_unref(answer.future);
	loop_free(loop);
}

static void or_fail(void **state)
{
	Answer answer = { .status = -EIO };

	begin();
	Task *task = future_ref(cancelled_answerer(&answer));
	assert_int_equal(loop_run_until_complete(loop, task, NULL), -EIO);
	assert_false(future_cancelled(task));
	assert_trace("ECANCELED");
	future_unref(task);
	future_unref(answer.future);
	loop_free(loop);
}

static int h(Future *f)
{
	int status = future_wait(f);

	trace("h:%s", why(status));
	return status;
}

static int g(Future *f)
{
	int status = h(f);

	trace("g:%s", why(status));
	return status;
}

static int calls(void *future, void **result)
{
	int status = g(future);

	trace("f:%s", why(status));
	return status;
}

static void nested_calls_clean_up_from_the_inside(void **state)
{
	begin();
	Future *f = new_future();
	Task *task = new_task(calls, f);

	make_passes(1);
	assert_true(task_cancel(task));
	assert_int_equal(loop_run_until_complete(loop, task, NULL), -ECANCELED);
	assert_trace("h:ECANCELED g:ECANCELED f:ECANCELED");
	future_unref(f);
	loop_free(loop);
}

static void a_cleanup_that_waits_is_not_interrupted(void **state)
{
	Answer answer = { .status = -ECANCELED, .awaits_on = 1 };

	begin();
	Task *task = future_ref(cancelled_answerer(&answer));
	assert_int_equal(loop_run_until_complete(loop, task, NULL), -ECANCELED);
	assert_true(future_cancelled(task));
	assert_compared(loop_time(loop), ==, (double)0.01); /* with no more digits */
	assert_trace("ECANCELED ok");
	future_unref(task);
	future_unref(answer.future);
	loop_free(loop);
}

static void but_by_a_second_request(void **state)
{
	Answer answer = { .status = -ECANCELED, .awaits_on = 1 };

	begin();
	Task *task = future_ref(cancelled_answerer(&answer));
	make_passes(1);
	assert_true(task_cancel(task));
	assert_int_equal(task_cancelling(task), 2);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), -ECANCELED);
	assert_compared(loop_time(loop), ==, 0);
	assert_trace("ECANCELED ECANCELED");
	future_unref(task);
	future_unref(answer.future);
	loop_free(loop);
}

static void two_requests_in_one_pass_are_delivered_once(void **state)
{
	Answer answer = { .awaits_on = 2 };

	begin();
	Task *task = future_ref(cancelled_answerer(&answer));
	assert_true(task_cancel(task));
	assert_int_equal(task_cancelling(task), 2);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	assert_trace("ECANCELED ok ok");
	future_unref(task);
	future_unref(answer.future);
	loop_free(loop);
}

static void the_future_and_the_task_cancelled_in_one_pass_are_delivered_once(void **state)
{
	Answer answer = { .future = NULL, .awaits_on = 1, .status = -ECANCELED };

	begin();
	answer.future = new_future();
	Task *task = future_ref(new_task(answers, &answer));
	make_passes(1);
	assert_true(future_cancel(answer.future));
	assert_true(task_cancel(task));
	assert_int_equal(loop_run_until_complete(loop, task, NULL), -ECANCELED);
	assert_trace("ECANCELED ok");
	assert_int_equal(task_cancelling(task), 1);
	future_unref(task);
	future_unref(answer.future);
	loop_free(loop);
}

static int at_yields(void *unused, void **result)
{
	int status = generator_yield(NULL, NULL);

	trace("%s", why(status));
	trace("%s", why(asyncio_sleep(0)));
	status = asyncio_sleep(0);
	trace("%s", why(status));
	return status;
}

static void a_task_that_gives_way_is_cancelled_as_well(void **state)
{
	begin();
	Task *task = new_task(at_yields, NULL);

	make_passes(1);
	assert_true(task_cancel(task));
	make_passes(1);
	assert_trace("ECANCELED");
	make_passes(1);
	assert_trace("ECANCELED ok");
	assert_true(task_cancel(task));
	assert_int_equal(loop_run_until_complete(loop, task, NULL), -ECANCELED);
	assert_trace("ECANCELED ok ECANCELED");
	loop_free(loop);
}

static int fails_at_once(void *unused, void **result)
{
	return -EIO;
}

/* To cancel a task that has failed is to have looked at its error. */
static void cancels_what_has_failed(void)
{
	begin();
	Task *task = new_task(fails_at_once, NULL);
	make_passes(1);
	printf("%s\n", task_cancel(task) ? "cancelled" : "too late");
	task_detach(task);
	loop_free(loop);
}

static void the_error_of_one_that_is_cancelled_too_late_is_not_reported(void **state)
{
	assert_int_equal(run_child(cancels_what_has_failed), 0);
	assert_text(program_output, "too late\n");
}

/* It accepts a request, and ends well all the same. */
static bool has_its_value_anyway(Future *future)
{
	future_settle(future, FUTURE_FINISHED, 0, "value");
	return true;
}

static const FutureKind stubborn = { .what = "what ends well",
	                             .cancel = has_its_value_anyway };

static void a_future_that_accepts_a_request_answers_for_it(void **state)
{
	Future f;
	void *value = NULL;

	begin();
	future_init(&f, loop, &stubborn);
	Task *task = future_ref(new_task(waits_for, &f));
	make_passes(1);
	assert_true(task_cancel(task));
	assert_int_equal(task_cancelling(task), 1);
	assert_int_equal(loop_run_until_complete(loop, task, &value), 0);
	assert_text((char *)value, "value");
	future_unref(task);
	loop_free(loop);
}

TESTS(T(before_its_first_step_a_task_never_begins),
      T(a_blocked_task_hears_of_it_a_pass_later_and_its_awaiter_after_two),
      T(one_that_has_finished_stays_as_it_is), T(a_body_may_answer_with_a_value),
      T(or_go_on_waiting), T(or_fail), T(nested_calls_clean_up_from_the_inside),
      T(a_cleanup_that_waits_is_not_interrupted), T(but_by_a_second_request),
      T(two_requests_in_one_pass_are_delivered_once),
      T(the_future_and_the_task_cancelled_in_one_pass_are_delivered_once),
      T(a_task_that_gives_way_is_cancelled_as_well),
      T(the_error_of_one_that_is_cancelled_too_late_is_not_reported),
      T(a_future_that_accepts_a_request_answers_for_it))
