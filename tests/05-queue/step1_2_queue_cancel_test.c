/* Step 5.1: who waits for a queue is called off; what it was promised goes to the
 * next. */
#include "queueing.h"
#include "thread_count.h"
#include "timeouts.h"

static void a_getter_that_is_cancelled_leaves_the_line(void **state)
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

/* It is gone at once, and not when its task hears of it. */
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

static void what_a_woken_getter_was_woken_for_goes_to_the_next(void **state)
{
	Queue queue = { 0 };
	Party getters[3];

	begin();
	begin_all(gets_one, &queue, getters, 3);
	succeeds(queue_put_nowait(&queue, "a"));
	assert_true(task_cancel(getters[0].task));
	make_passes(2);
	assert_trace("1:ECANCELED@2 2:a@3");
	succeeds(queue_put_nowait(&queue, "b"));
	make_passes(1);
	assert_trace("1:ECANCELED@2 2:a@3 3:b@4");
	end_all(&queue, getters, 3);
}

static void and_if_there_is_no_next_it_stays(void **state)
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

static void the_room_of_a_woken_putter_goes_to_the_next(void **state)
{
	Queue queue = { .maxsize = 1 };
	Party putters[3];

	begin();
	succeeds(queue_put_nowait(&queue, "x"));
	begin_all(puts_one, &queue, putters, 3);
	assert_drained(&queue, "x");
	assert_true(task_cancel(putters[0].task));
	make_passes(2);
	assert_trace("a:ECANCELED@2 b:ok@3");
	assert_drained(&queue, "b");
	make_passes(1);
	assert_drained(&queue, "c");
	assert_true(nobody_waits(&queue));
	end_all(&queue, putters, 3);
}

static void two_items_go_past_two_that_were_cancelled(void **state)
{
	Queue queue = { 0 };
	Party getters[4];

	begin();
	begin_all(gets_one, &queue, getters, 4);
	succeeds(queue_put_nowait(&queue, "a"));
	succeeds(queue_put_nowait(&queue, "b"));
	task_cancel(getters[0].task);
	task_cancel(getters[1].task);
	make_passes(2);
	assert_trace("1:ECANCELED@2 2:ECANCELED@2 3:a@3 4:b@3");
	end_all(&queue, getters, 4);
}

/* Until nobody is left to whom it could go. */
static void the_next_may_be_cancelled_in_turn(void **state)
{
	Queue queue = { 0 };
	Party getters[4];

	begin();
	begin_all(gets_one, &queue, getters, 4);
	succeeds(queue_put_nowait(&queue, "a"));
	for (int i = 0; i < 3; i++) {
		assert_true(task_cancel(getters[i].task));
		make_passes(1);
	}
	make_passes(1);
	assert_trace("1:ECANCELED@2 2:ECANCELED@3 3:ECANCELED@4 4:a@5");
	end_all(&queue, getters, 4);
}

/* Somebody else has taken it: then nobody is to be woken. */
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

static void who_is_cancelled_before_it_begins_never_waits(void **state)
{
	Queue queue = { 0 };
	Party getter = { &queue, "1", NULL, NULL };

	begin();
	getter.task = new_task(gets_one, &getter);
	succeeds(queue_put_nowait(&queue, "a"));
	assert_true(task_cancel(getter.task));
	make_passes(2);
	assert_trace("");
	assert_true(future_cancelled(getter.task));
	assert_true(nobody_waits(&queue));
	assert_drained(&queue, "a");
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
	trace("%s %s", text(item), how(queue_task_done(queue)));
	trace("%s", how(queue_join(queue)));
	trace("%s", how(queue_get(queue, &item)));
	trace("%s", text(item));
	return 0;
}

static void who_cancels_itself_hears_of_it_only_when_it_has_to_wait(void **state)
{
	Queue queue = { 0 };

	begin();
	assert_int_equal(coroutine_status(cancels_itself, &queue), 0);
	assert_trace("ok ok a ok ok ECANCELED NULL");
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

/* One that comes in the very moment when the time is up: it is there or here. */
static int gets_within(void *arg, void **result)
{
	Party *party = arg;
	Timeout timeout = { 0 };
	void *item = NULL;
	int status = timeout_enter(&timeout, 1);

	if (status == 0)
		status = queue_get(party->queue, &item);
	status = timeout_exit(&timeout, status);
	trace("%s:%s", party->name, status == 0 ? text(item) : how(status));
	return 0;
}

static void puts_now(void *queue)
{
	trace("%s", how(queue_put_nowait(queue, "a")));
}

static void an_item_that_comes_when_the_time_is_up_is_for_the_next(void **state)
{
	Queue queue = { 0 };
	Party first = { &queue, "first", NULL, NULL };
	Handle put = HANDLE(puts_now, &queue);
	Party second[1];

	needs_thread_count();
	begin();
	assert_int_equal(loop_call_later(loop, 1, &put), 0);
	first.task = new_task(gets_within, &first);
	begin_all(gets_one, &queue, second, 1);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("ok first:ETIMEDOUT 1:a@4");
	future_unref(first.task);
	end_all(&queue, second, 1);
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

TESTS(T(a_getter_that_is_cancelled_leaves_the_line),
      T(it_cannot_swallow_what_is_put_before_it_hears_of_it),
      T(a_putter_that_is_cancelled_puts_nothing),
      T(what_a_woken_getter_was_woken_for_goes_to_the_next),
      T(and_if_there_is_no_next_it_stays), T(the_room_of_a_woken_putter_goes_to_the_next),
      T(two_items_go_past_two_that_were_cancelled), T(the_next_may_be_cancelled_in_turn),
      T(a_woken_getter_passes_on_nothing_if_there_is_nothing),
      T(who_is_cancelled_before_it_begins_never_waits),
      T(a_request_that_is_taken_back_does_not_cost_the_item),
      T(who_cancels_itself_hears_of_it_only_when_it_has_to_wait),
      T(an_item_that_comes_too_late_is_not_lost),
      T(an_item_that_comes_when_the_time_is_up_is_for_the_next),
      T(ten_thousand_that_gave_up_leave_nothing_behind))
