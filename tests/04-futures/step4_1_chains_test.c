/* Rung 4.4.1: a request goes down a chain of tasks that await each other. */
#include "core.h"

#include <time.h>

/* Waits for a future; needs some passes to clean up; answers with a status. */
typedef struct Inner {
	Future *future;
	int cleanup, status;
} Inner;

static int answers(void *arg, void **result)
{
	const Inner *inner = arg;

	trace("inner:%s", why(future_wait(inner->future)));
	for (int i = 0; i < inner->cleanup; i++) {
		int status = asyncio_sleep(0);
		trace("cleanup:%s@%d", why(status), pass);
	}
	*result = "value";
	return inner->status;
}

static int awaits(void *task, void **result)
{
	int status = await(task, result);

	trace("outer:%s@%d", why(status), pass);
	return status;
}

/* Two tasks, of which the outer one awaits the inner one. */
static Task *pair(Inner *inner, Task **task)
{
	inner->future = new_future();
	*task = future_ref(new_task(answers, inner));
	Task *outer = future_ref(new_task(awaits, *task));
	make_passes(2);
	return outer;
}

static void unpair(const Inner *inner, Task *task, Task *outer)
{
	future_unref(inner->future);
	future_unref(task);
	future_unref(outer);
	loop_free(loop);
}

static void a_request_goes_down_to_what_is_awaited(void **state)
{
	Inner inner = { .cleanup = 3, .status = -ECANCELED };
	Task *task, *outer;

	begin();
	outer = pair(&inner, &task);
	assert_true(task_cancel(outer));
	assert_int_equal(task_cancelling(task), 1);
	assert_true(future_cancelled(inner.future));
	make_passes(3);
	assert_false(future_done(outer));
	assert_int_equal(loop_run_until_complete(loop, outer, NULL), -ECANCELED);
	assert_trace("inner:ECANCELED cleanup:ok@4 cleanup:ok@5 cleanup:ok@6 "
	             "outer:ECANCELED@7");
	future_ref(outer);
	unpair(&inner, task, outer);
}

static void what_answers_with_a_value_hands_it_up(void **state)
{
	Inner inner = { .cleanup = 1, .status = 0 };
	Task *task, *outer;
	void *value = NULL;

	begin();
	outer = pair(&inner, &task);
	assert_true(task_cancel(outer));
	assert_int_equal(loop_run_until_complete(loop, future_ref(outer), &value), 0);
	assert_text((char *)value, "value");
	assert_false(future_cancelled(outer));
	assert_int_equal(task_cancelling(outer), 1);
	assert_trace("inner:ECANCELED cleanup:ok@4 outer:ok@5");
	unpair(&inner, task, outer);
}

static void a_second_request_goes_down_to_the_cleanup(void **state)
{
	Inner inner = { .cleanup = 2, .status = -ECANCELED };
	Task *task, *outer;

	begin();
	outer = pair(&inner, &task);
	assert_true(task_cancel(outer));
	make_passes(1);
	assert_true(task_cancel(outer));
	assert_int_equal(task_cancelling(task), 2);
	assert_int_equal(loop_run_until_complete(loop, future_ref(outer), NULL),
	                 -ECANCELED);
	assert_trace(
		"inner:ECANCELED cleanup:ECANCELED@4 cleanup:ok@5 outer:ECANCELED@6");
	unpair(&inner, task, outer);
}

static void who_awaits_what_others_cancelled_is_not_cancelled(void **state)
{
	Inner inner = { .cleanup = 0, .status = -ECANCELED };
	Task *task, *outer;

	begin();
	outer = pair(&inner, &task);
	assert_true(task_cancel(task));
	assert_int_equal(loop_run_until_complete(loop, future_ref(outer), NULL),
	                 -ECANCELED);
	assert_int_equal(task_cancelling(outer), 0);
	assert_trace("inner:ECANCELED outer:ECANCELED@4");
	unpair(&inner, task, outer);
}

static int cancels_itself_and_awaits(void *task, void **result)
{
	task_cancel(asyncio_current_task());
	return awaits(task, result);
}

static void who_cancels_itself_takes_along_what_it_awaits(void **state)
{
	Inner inner = { .status = -ECANCELED };

	begin();
	inner.future = new_future();
	Task *task = future_ref(new_task(answers, &inner));
	make_passes(1);
	assert_int_equal(coroutine_status(cancels_itself_and_awaits, task), -ECANCELED);
	assert_int_equal(task_cancelling(task), 1);
	assert_true(future_cancelled(inner.future));
	assert_trace("inner:ECANCELED outer:ECANCELED@4");
	future_unref(task);
	future_unref(inner.future);
	loop_free(loop);
}

/* The request wins over the value of a task that has finished. */
static void a_request_wins_over_a_task_that_has_just_finished(void **state)
{
	Inner inner = { .status = 0 };
	Task *task, *outer;

	begin();
	outer = pair(&inner, &task);
	future_set_result(inner.future, NULL);
	make_passes(1);
	assert_true(future_done(task));
	assert_true(task_cancel(outer));
	assert_int_equal(loop_run_until_complete(loop, future_ref(outer), NULL),
	                 -ECANCELED);
	assert_int_equal(future_result(task, NULL), 0);
	assert_trace("inner:ok outer:ECANCELED@4");
	unpair(&inner, task, outer);
}

static Future *leaf;
static int ended;

static int link_of_chain(void *next, void **result)
{
	int status = next == NULL ? future_wait(leaf) : await(next, NULL);

	ended++;
	if (ended <= 3)
		trace("%s@%d", why(status), pass);
	return status;
}

/* A chain of n tasks, whose head is returned; all of them wait. */
static Task *new_chain(int n)
{
	Task *head = NULL;

	leaf = new_future();
	ended = 0;
	for (int i = 0; i < n; i++)
		head = new_task(link_of_chain, head);
	make_passes(1);
	return head;
}

static void a_chain_unwinds_one_level_in_a_pass(void **state)
{
	begin();
	Task *head = new_chain(100);
	int before = pass;

	assert_true(task_cancel(head));
	assert_true(future_cancelled(leaf));
	assert_int_equal(loop_run_until_complete(loop, head, NULL), -ECANCELED);
	assert_int_equal(ended, 100);
	assert_int_equal(pass - before, 101); /* the last one ends the run */
	assert_trace("ECANCELED@2 ECANCELED@3 ECANCELED@4");
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	future_unref(leaf);
	loop_free(loop);
}

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The best of three. */
static double time_to_cancel(int n)
{
	double best = INFINITY;

	for (int i = 0; i < 3; i++) {
		Task *head = new_chain(n);
		double began = cpu_seconds();
		assert_true(task_cancel(head));
		assert_int_equal(loop_run_until_complete(loop, head, NULL), -ECANCELED);
		double seconds = cpu_seconds() - began;
		assert_int_equal(ended, n);
		future_unref(leaf);
		best = seconds < best ? seconds : best;
	}
	return best;
}

/* Twice as many take twice as long, and not four times; nor do they call each other, for
 * then no stack would do. */
static void ten_thousand_in_a_chain_are_cancelled_in_linear_time(void **state)
{
	begin();
	double half = time_to_cancel(TEN_THOUSAND / 2),
	       whole = time_to_cancel(TEN_THOUSAND);

	trace("%g %g", half, whole);
	assert_compared(whole, <, half * 3.5 + 0.01);
	loop_free(loop);
}

/* The request was passed on, and answered with a value: it is not delivered once more. */
static void
who_cancels_itself_gets_the_value_that_what_it_awaits_answers_with(void **state)
{
	Inner inner = { .status = 0 };

	begin();
	inner.future = new_future();
	Task *task = new_task(answers, &inner);
	make_passes(1);
	assert_int_equal(coroutine_status(cancels_itself_and_awaits, task), 0);
	assert_trace("inner:ECANCELED outer:ok@4");
	future_unref(inner.future);
	loop_free(loop);
}

TESTS(T(a_request_goes_down_to_what_is_awaited), T(what_answers_with_a_value_hands_it_up),
      T(a_second_request_goes_down_to_the_cleanup),
      T(who_awaits_what_others_cancelled_is_not_cancelled),
      T(who_cancels_itself_takes_along_what_it_awaits),
      T(a_request_wins_over_a_task_that_has_just_finished),
      T(a_chain_unwinds_one_level_in_a_pass),
      T(ten_thousand_in_a_chain_are_cancelled_in_linear_time),
      T(who_cancels_itself_gets_the_value_that_what_it_awaits_answers_with))
