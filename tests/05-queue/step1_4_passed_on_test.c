/* Rung 5.1.4: a woken task is cancelled, and what it was woken for goes to the next. */
#include "queueing.h"
#include "thread_count.h"
#include "timeouts.h"

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

/* And so on, until no waiter is left. */
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

/* The first task was woken, and what it was woken for goes to the third. The second was
 * not woken; if it passed anything on, the fourth would be woken in vain, and wait again
 * behind the fifth. */
static void a_getter_that_was_not_woken_wakes_no_other(void **state)
{
	Queue queue = { 0 };
	Party getters[5];

	begin();
	begin_all(gets_one, &queue, getters, 5);
	assert_true(task_cancel(getters[1].task));
	succeeds(queue_put_nowait(&queue, "a"));
	assert_true(task_cancel(getters[0].task));
	make_passes(2);
	assert_trace("2:ECANCELED@2 1:ECANCELED@2 3:a@3");
	succeeds(queue_put_nowait(&queue, "b"));
	succeeds(queue_put_nowait(&queue, "c"));
	make_passes(1);
	assert_trace("2:ECANCELED@2 1:ECANCELED@2 3:a@3 4:b@4 5:c@4");
	end_all(&queue, getters, 5);
}

static void a_putter_that_was_not_woken_wakes_no_other(void **state)
{
	Queue queue = { .maxsize = 1 };
	Party putters[5];

	begin();
	succeeds(queue_put_nowait(&queue, "x"));
	begin_all(puts_one, &queue, putters, 5);
	assert_true(task_cancel(putters[1].task));
	assert_drained(&queue, "x");
	assert_true(task_cancel(putters[0].task));
	make_passes(2);
	assert_trace("b:ECANCELED@2 a:ECANCELED@2 c:ok@3");
	assert_drained(&queue, "c");
	make_passes(1);
	assert_drained(&queue, "d");
	make_passes(1);
	assert_drained(&queue, "e");
	end_all(&queue, putters, 5);
}

/* The first getter passes its item on. The third was woken for an item that another task
 * has taken. If it woke the fourth for nothing, that would wait again behind the
 * fifth. */
static void a_getter_whose_item_is_gone_wakes_no_other(void **state)
{
	Queue queue = { 0 };
	Party getters[5];

	begin();
	begin_all(gets_one, &queue, getters, 5);
	succeeds(queue_put_nowait(&queue, "a"));
	task_cancel(getters[0].task);
	make_passes(2);
	succeeds(queue_put_nowait(&queue, "b"));
	assert_drained(&queue, "b");
	task_cancel(getters[2].task);
	make_passes(2);
	succeeds(queue_put_nowait(&queue, "c"));
	make_passes(1);
	assert_trace("1:ECANCELED@2 2:a@3 3:ECANCELED@4 4:c@6");
	end_all(&queue, getters, 5);
}

static void a_putter_whose_room_is_gone_wakes_no_other(void **state)
{
	Queue queue = { .maxsize = 1 };
	Party putters[5];

	begin();
	succeeds(queue_put_nowait(&queue, "x"));
	begin_all(puts_one, &queue, putters, 5);
	assert_drained(&queue, "x");
	task_cancel(putters[0].task);
	make_passes(2);
	assert_drained(&queue, "b");
	succeeds(queue_put_nowait(&queue, "y"));
	task_cancel(putters[2].task);
	make_passes(2);
	assert_drained(&queue, "y");
	make_passes(1);
	assert_trace("a:ECANCELED@2 b:ok@3 c:ECANCELED@4 d:ok@6");
	end_all(&queue, putters, 5);
}

TESTS(T(what_a_woken_getter_was_woken_for_goes_to_the_next),
      T(the_room_of_a_woken_putter_goes_to_the_next),
      T(two_items_go_past_two_that_were_cancelled), T(the_next_may_be_cancelled_in_turn),
      T(a_getter_that_was_not_woken_wakes_no_other),
      T(a_putter_that_was_not_woken_wakes_no_other),
      T(a_getter_whose_item_is_gone_wakes_no_other),
      T(a_putter_whose_room_is_gone_wakes_no_other),
      T(an_item_that_comes_when_the_time_is_up_is_for_the_next))
