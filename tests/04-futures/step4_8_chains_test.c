/* Step 4.4: tasks that await each other, and are called off. */
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
static void ten_thousand_in_a_chain_are_called_off_in_linear_time(void **state)
{
	begin();
	double half = time_to_cancel(TEN_THOUSAND / 2),
	       whole = time_to_cancel(TEN_THOUSAND);

	trace("%g %g", half, whole);
	assert_compared(whole, <, half * 3.5 + 0.01);
	loop_free(loop);
}

static Task *ring[5];

static int waits_for_next(void *index, void **result)
{
	int status = future_wait(ring[*(int *)index]);

	trace("%s", why(status));
	return status;
}

/* n tasks, each of which waits for the next, and the last one for the first. */
static void new_ring(int n)
{
	static int next[] = { 0, 1, 2, 3, 4 };

	for (int i = 0; i < n; i++)
		ring[i] = new_task(waits_for_next, &next[(i + 1) % n]);
	make_passes(1);
}

static void end_ring(int n)
{
	for (int i = 0; i < n; i++) {
		assert_true(future_cancelled(ring[i]));
		future_unref(ring[i]);
	}
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	loop_free(loop);
}

static void a_circle_of_tasks_can_be_called_off(void **state)
{
	begin();
	new_ring(5);
	assert_true(task_cancel(ring[2]));
	assert_int_equal(loop_run_until_complete(loop, future_ref(ring[2]), NULL),
	                 -ECANCELED);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("ECANCELED ECANCELED ECANCELED ECANCELED ECANCELED");
	end_ring(5);
}

static void so_can_a_circle_of_two_by_both_of_them(void **state)
{
	begin();
	new_ring(2);
	assert_true(task_cancel(ring[0]));
	assert_true(task_cancel(ring[1]));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("ECANCELED ECANCELED");
	end_ring(2);
}

static int ends_in_the_ring(void *unused, void **result)
{
	return waits_for_next(&(int){ 0 }, result);
}

static void and_who_waits_for_a_circle_from_outside(void **state)
{
	begin();
	new_ring(3);
	Task *outside = new_task(ends_in_the_ring, NULL);
	make_passes(1);
	assert_true(task_cancel(outside));
	assert_int_equal(loop_run_until_complete(loop, outside, NULL), -ECANCELED);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("ECANCELED ECANCELED ECANCELED ECANCELED");
	end_ring(3);
}

static Task *gathered;

static int gathers_its_awaiter(void *unused, void **result)
{
	Future *gather = asyncio_gather(NULL, future_ref(gathered));
	int status;

	future_ref(gather);
	status = await(gather, NULL);
	trace("%s", why(status));
	if (!future_done(gather))
		future_unref(gather); /* it was not taken */
	future_unref(gather);
	return status;
}

static void a_circle_by_way_of_a_gather_too(void **state)
{
	begin();
	gathered = new_task(gathers_its_awaiter, NULL);
	make_passes(1);
	assert_true(task_cancel(gathered));
	assert_int_equal(loop_run_until_complete(loop, gathered, NULL), -ECANCELED);
	assert_trace("ECANCELED");
	loop_free(loop);
}

TESTS(T(a_request_goes_down_to_what_is_awaited), T(what_answers_with_a_value_hands_it_up),
      T(a_second_request_goes_down_to_the_cleanup),
      T(who_awaits_what_others_cancelled_is_not_cancelled),
      T(who_cancels_itself_takes_along_what_it_awaits),
      T(a_request_wins_over_a_task_that_has_just_finished),
      T(a_chain_unwinds_one_level_in_a_pass),
      T(ten_thousand_in_a_chain_are_called_off_in_linear_time),
      T(a_circle_of_tasks_can_be_called_off), T(so_can_a_circle_of_two_by_both_of_them),
      T(and_who_waits_for_a_circle_from_outside), T(a_circle_by_way_of_a_gather_too))
