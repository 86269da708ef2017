/* Rung 5.1.3: tasks that wait for a queue are cancelled. */
#include "../forked.h"
#include "queueing.h"
#include "thread_count.h"
#include "timeouts.h"

static void a_getter_that_is_cancelled_leaves_the_queue(void **state)
{
	Queue queue = { 0 };
	Party getters[3];

	begin();
	begin_all(gets_one, &queue, getters, 3);
	assert_true(task_cancel(getters[1].task));
	make_passes(1);
	succeeds(queue_put_nowait(&queue, "a"));
	succeeds(queue_put_nowait(&queue, "b"));
	make_passes(1);
	assert_trace("2:ECANCELED@2 1:a@3 3:b@3");
	assert_true(future_cancelled(getters[1].task));
	assert_true(nobody_waits(&queue));
	end_all(&queue, getters, 3);
}

/* A cancelled getter leaves the wait queue at once, and not when its task runs. */
static void it_cannot_swallow_what_is_put_before_it_hears_of_it(void **state)
{
	Queue queue = { 0 };
	Party getters[2];

	begin();
	begin_all(gets_one, &queue, getters, 2);
	assert_true(task_cancel(getters[0].task));
	succeeds(queue_put_nowait(&queue, "a"));
	make_passes(1);
	assert_trace("1:ECANCELED@2 2:a@2");
	end_all(&queue, getters, 2);
}

static void a_putter_that_is_cancelled_puts_nothing(void **state)
{
	Queue queue = { .maxsize = 1 };
	Party putters[3];

	begin();
	succeeds(queue_put_nowait(&queue, "x"));
	begin_all(puts_one, &queue, putters, 3);
	assert_true(task_cancel(putters[1].task));
	make_passes(1);
	for (int i = 0; i < 4; i++) {
		trace("%s", drained(&queue));
		make_passes(1);
	}
	assert_trace("b:ECANCELED@2 x a:ok@3 a c:ok@4 c ");
	assert_true(nobody_waits(&queue));
	end_all(&queue, putters, 3);
}

static void an_item_stays_if_its_getter_is_cancelled_and_no_other_waits(void **state)
{
	Queue queue = { 0 };
	Party getter;

	begin();
	begin_all(gets_one, &queue, &getter, 1);
	succeeds(queue_put_nowait(&queue, "a"));
	assert_true(task_cancel(getter.task));
	make_passes(2);
	assert_trace("1:ECANCELED@2");
	assert_drained(&queue, "a");
	end_all(&queue, &getter, 1);
}

/* The item has been taken meanwhile: then no other getter may be woken. */
static void a_woken_getter_passes_on_nothing_if_there_is_nothing(void **state)
{
	Queue queue = { 0 };
	Party getters[2];

	begin();
	begin_all(gets_one, &queue, getters, 2);
	succeeds(queue_put_nowait(&queue, "a"));
	assert_drained(&queue, "a");
	task_cancel(getters[0].task);
	make_passes(3);
	assert_trace("1:ECANCELED@2");
	succeeds(queue_put_nowait(&queue, "b"));
	make_passes(1);
	assert_trace("1:ECANCELED@2 2:b@5");
	end_all(&queue, getters, 2);
}

static void a_task_that_is_cancelled_before_it_begins_never_waits(void **state)
{
	Queue queue = { 0 };
	Party getter = { &queue, "never", NULL, NULL }, next;

	begin();
	getter.task = new_task(gets_one, &getter);
	succeeds(queue_put_nowait(&queue, "a"));
	assert_true(task_cancel(getter.task));
	make_passes(2);
	assert_true(future_cancelled(getter.task));
	assert_true(nobody_waits(&queue));
	begin_all(gets_one, &queue, &next, 1);
	assert_trace("1:a@3");
	future_unref(next.task);
	end_all(&queue, &getter, 1);
}

/* A request that is taken back before it is delivered changes nothing. */
static void a_request_that_is_taken_back_does_not_cost_the_item(void **state)
{
	Queue queue = { 0 };
	Party getters[2];

	begin();
	begin_all(gets_one, &queue, getters, 2);
	succeeds(queue_put_nowait(&queue, "a"));
	assert_true(task_cancel(getters[0].task));
	assert_int_equal(task_uncancel(getters[0].task), 0);
	make_passes(2);
	assert_trace("1:a@2");
	task_cancel(getters[1].task);
	make_passes(1);
	end_all(&queue, getters, 2);
}

static int cancels_itself(void *arg, void **result)
{
	Queue *queue = arg;
	void *item = NULL;

	task_cancel(asyncio_current_task());
	trace("%s", how(queue_put(queue, "a")));
	trace("%s", how(queue_get(queue, &item)));
	trace("%s", text(item));
	trace("%s", how(queue_get(queue, &item)));
	trace("%s", text(item));
	return 0;
}

static void a_task_that_cancels_itself_fails_only_when_it_has_to_wait(void **state)
{
	Queue queue = { 0 };

	begin();
	assert_int_equal(coroutine_status(cancels_itself, &queue), 0);
	assert_trace("ok ok a ECANCELED NULL");
	assert_true(nobody_waits(&queue));
	end_all(&queue, NULL, 0);
}

static int takes(void *queue, void **result)
{
	return queue_get(queue, result);
}

static int waits_for_an_item(void *queue, void **result)
{
	void *item = NULL;
	int status = asyncio_wait_for(asyncio_create_task(takes, queue), 1, &item);

	trace("%s:%s", how(status), text(item));
	return 0;
}

static void an_item_that_comes_too_late_is_not_lost(void **state)
{
	Queue queue = { 0 };

	begin();
	assert_int_equal(coroutine_status(waits_for_an_item, &queue), 0);
	assert_trace("ETIMEDOUT:NULL");
	assert_true(nobody_waits(&queue));
	succeeds(queue_put_nowait(&queue, "a"));
	assert_int_equal(coroutine_status(waits_for_an_item, &queue), 0);
	assert_trace("ETIMEDOUT:NULL ok:a");
	end_all(&queue, NULL, 0);
}

static int gives_up(void *arg, void **result)
{
	Queue *queue = arg;

	for (int i = 0; i < TEN_THOUSAND; i++) {
		Timeout timeout = { 0 };
		int status = timeout_enter(&timeout, 0.01);
		if (status == 0)
			status = queue_full(queue) ? queue_put(queue, "late")
			                           : queue_get(queue, NULL);
		if (timeout_exit(&timeout, status) != -ETIMEDOUT)
			return -EIO;
	}
	return 0;
}

static void ten_thousand_that_gave_up_leave_nothing_behind(void **state)
{
	Queue empty = { 0 }, full = { .maxsize = 1 };

	begin();
	assert_int_equal(queue_put_nowait(&full, "x"), 0);
	assert_int_equal(coroutine_status(gives_up, &empty), 0);
	assert_int_equal(coroutine_status(gives_up, &full), 0);
	assert_true(nobody_waits(&empty));
	assert_true(nobody_waits(&full));
	assert_null(timers_first(loop));
	assert_int_equal(queue_qsize(&empty), 0);
	assert_drained(&full, "x");
	queue_clear(&full);
	end_all(&empty, NULL, 0);
}

/* In a child of fork no task of the parent gets what the child puts. */
static int forks_beside_getters(void *arg, void **result)
{
	Queue *queue = arg;
	void *item = NULL;

	if (is_forked()) {
		bool good = queue_get(queue, &item) == -ECANCELED &&
		            queue_put(queue, "a") == 0 && queue_put(queue, "b") == 0;
		_exit(good ? (int)queue_qsize(queue) : 99);
	}
	return queue_put(queue, "c");
}

static void in_a_child_of_fork_no_getter_of_the_parent_is_served(void **state)
{
	Queue queue = { 0 };
	Party getter;

	begin();
	begin_all(gets_one, &queue, &getter, 1);
	task_detach(new_task(forks_beside_getters, &queue));
	make_passes(2);
	assert_trace("child:2 1:c@3");
	end_all(&queue, &getter, 1);
}

TESTS(T(a_getter_that_is_cancelled_leaves_the_queue),
      T(it_cannot_swallow_what_is_put_before_it_hears_of_it),
      T(a_putter_that_is_cancelled_puts_nothing),
      T(an_item_stays_if_its_getter_is_cancelled_and_no_other_waits),
      T(a_woken_getter_passes_on_nothing_if_there_is_nothing),
      T(a_task_that_is_cancelled_before_it_begins_never_waits),
      T(a_request_that_is_taken_back_does_not_cost_the_item),
      T(a_task_that_cancels_itself_fails_only_when_it_has_to_wait),
      T(an_item_that_comes_too_late_is_not_lost),
      T(ten_thousand_that_gave_up_leave_nothing_behind),
      T(in_a_child_of_fork_no_getter_of_the_parent_is_served))
