/* Rung 5.1.6: the end of the work: task_done and join; the end of a queue: shutdown. */
#include "queueing.h"

static void join_ends_when_all_that_was_put_is_dealt_with(void **state)
{
	Queue queue = { 0 };
	Party joiner;

	begin();
	succeeds(queue_put_nowait(&queue, "a"));
	succeeds(queue_put_nowait(&queue, "b"));
	begin_all(joins, &queue, &joiner, 1);
	assert_drained(&queue, "a b"); /* to take is not to deal with */
	make_passes(2);
	assert_int_equal(queue_task_done(&queue), 0);
	make_passes(2);
	assert_trace("");
	assert_int_equal(queue_task_done(&queue), 0);
	make_passes(1);
	assert_trace("1:ok@6");
	end_all(&queue, &joiner, 1);
}

static void done_more_often_than_put_is_an_error(void **state)
{
	Queue queue = { 0 };
	Party joiner;

	begin();
	assert_int_equal(queue_task_done(&queue), -ERANGE);
	succeeds(queue_put_nowait(&queue, "a"));
	assert_int_equal(queue_task_done(&queue), 0);
	assert_int_equal(queue_task_done(&queue), -ERANGE);
	succeeds(queue_put_nowait(&queue, "b"));
	begin_all(joins, &queue, &joiner, 1);
	assert_trace("");
	assert_int_equal(queue_task_done(&queue), 0);
	make_passes(1);
	assert_trace("1:ok@2");
	end_all(&queue, &joiner, 1);
}

static int joins_twice(void *queue, void **result)
{
	int before = pass;

	trace("%s", how(queue_join(queue)));
	succeeds(queue_put(queue, "a"));
	trace("%s", how(queue_task_done(queue)));
	trace("%s", how(queue_join(queue)));
	trace("%s passes:%d", how(queue_task_done(queue)), pass - before);
	return 0;
}

static void where_nothing_is_to_be_done_join_takes_no_pass(void **state)
{
	Queue queue = { 0 };

	begin();
	assert_int_equal(coroutine_status(joins_twice, &queue), 0);
	assert_trace("ok ok ok ERANGE passes:0");
	end_all(&queue, NULL, 0);
}

static void all_joiners_go_on_together(void **state)
{
	Queue queue = { 0 };
	Party joiners[3];

	begin();
	succeeds(queue_put_nowait(&queue, "a"));
	begin_all(joins, &queue, joiners, 3);
	assert_true(task_cancel(joiners[1].task));
	make_passes(1);
	assert_int_equal(queue_task_done(&queue), 0);
	make_passes(1);
	assert_trace("2:ECANCELED@2 1:ok@3 3:ok@3");
	assert_true(nobody_waits(&queue));
	end_all(&queue, joiners, 3);
}

static void a_woken_one_that_is_cancelled_takes_nothing_from_the_others(void **state)
{
	Queue queue = { 0 };
	Party joiners[3];

	begin();
	succeeds(queue_put_nowait(&queue, "a"));
	begin_all(joins, &queue, joiners, 3);
	assert_int_equal(queue_task_done(&queue), 0);
	assert_true(task_cancel(joiners[0].task));
	make_passes(1);
	assert_trace("1:ECANCELED@2 2:ok@2 3:ok@2");
	end_all(&queue, joiners, 3);
}

static void join_ends_even_if_more_is_put_before_it_runs(void **state)
{
	Queue queue = { 0 };
	Party joiner;

	begin();
	succeeds(queue_put_nowait(&queue, "a"));
	begin_all(joins, &queue, &joiner, 1);
	assert_int_equal(queue_task_done(&queue), 0);
	succeeds(queue_put_nowait(&queue, "b"));
	make_passes(1);
	assert_trace("1:ok@2");
	end_all(&queue, &joiner, 1);
}

static int puts_after_the_end(void *queue, void **result)
{
	return queue_put(queue, "late");
}

static int gets_after_the_end(void *queue, void **result)
{
	return queue_get(queue, NULL);
}

static void after_a_shutdown_nothing_goes_in_and_the_rest_comes_out(void **state)
{
	Queue queue = { .maxsize = 2 };

	begin();
	succeeds(queue_put_nowait(&queue, "a"));
	succeeds(queue_put_nowait(&queue, "b"));
	assert_int_equal(queue_shutdown(&queue, false), 0);
	assert_int_equal(queue_put_nowait(&queue, "c"), -EPIPE); /* even if it is full */
	assert_int_equal(coroutine_status(puts_after_the_end, &queue), -EPIPE);
	assert_int_equal(coroutine_status(gets_after_the_end, &queue), 0);
	assert_int_equal(queue_put_nowait(&queue, "c"), -EPIPE);
	assert_drained(&queue, "b");
	assert_int_equal(queue_get_nowait(&queue, NULL), -EPIPE);
	assert_int_equal(coroutine_status(gets_after_the_end, &queue), -EPIPE);
	end_all(&queue, NULL, 0);
}

static void it_wakes_all_getters(void **state)
{
	Queue queue = { 0 };
	Party getters[3];

	begin();
	begin_all(gets_one, &queue, getters, 3);
	assert_int_equal(queue_shutdown(&queue, false), 0);
	make_passes(1);
	assert_trace("1:EPIPE@2 2:EPIPE@2 3:EPIPE@2");
	assert_true(nobody_waits(&queue));
	end_all(&queue, getters, 3);
}

static void it_wakes_all_putters_and_keeps_the_items(void **state)
{
	Queue queue = { .maxsize = 1 };
	Party putters[2];

	begin();
	succeeds(queue_put_nowait(&queue, "x"));
	begin_all(puts_one, &queue, putters, 2);
	assert_int_equal(queue_shutdown(&queue, false), 0);
	make_passes(1);
	assert_trace("a:EPIPE@2 b:EPIPE@2");
	assert_drained(&queue, "x");
	assert_true(nobody_waits(&queue));
	end_all(&queue, putters, 2);
}

static void at_once_it_is_emptied_and_all_of_it_is_done(void **state)
{
	Queue queue = { .maxsize = 2 };
	Party putters[2], joiner;

	begin();
	succeeds(queue_put_nowait(&queue, "x"));
	succeeds(queue_put_nowait(&queue, "y"));
	begin_all(puts_one, &queue, putters, 2);
	begin_all(joins, &queue, &joiner, 1);
	assert_int_equal(queue_shutdown(&queue, true), 0);
	assert_int_equal(queue_qsize(&queue), 0);
	make_passes(1);
	assert_trace("1:ok@3 a:EPIPE@3 b:EPIPE@3");
	assert_int_equal(queue_get_nowait(&queue, NULL), -EPIPE);
	assert_int_equal(queue_task_done(&queue), -ERANGE);
	future_unref(joiner.task);
	end_all(&queue, putters, 2);
}

static void what_is_being_worked_on_is_not_done_by_that(void **state)
{
	Queue queue = { 0 };
	Party joiner;

	begin();
	for (int i = 0; i < 3; i++)
		succeeds(queue_put_nowait(&queue, "x"));
	assert_int_equal(queue_get_nowait(&queue, NULL), 0);
	begin_all(joins, &queue, &joiner, 1);
	assert_int_equal(queue_shutdown(&queue, true), 0);
	make_passes(2);
	assert_trace("");
	assert_int_equal(queue_task_done(&queue), 0);
	assert_int_equal(queue_task_done(&queue), -ERANGE);
	make_passes(1);
	assert_trace("1:ok@4");
	end_all(&queue, &joiner, 1);
}

static void a_getter_that_was_woken_still_gets_its_item(void **state)
{
	Queue queue = { 0 };
	Party getters[2];

	begin();
	begin_all(gets_one, &queue, getters, 2);
	succeeds(queue_put_nowait(&queue, "a"));
	assert_int_equal(queue_shutdown(&queue, false), 0);
	make_passes(1);
	assert_trace("1:a@2 2:EPIPE@2");
	end_all(&queue, getters, 2);
}

/* It is for the one that was woken only to hear of the end. */
static void if_that_one_is_cancelled_the_next_gets_it(void **state)
{
	Queue queue = { 0 };
	Party getters[3];

	begin();
	begin_all(gets_one, &queue, getters, 3);
	succeeds(queue_put_nowait(&queue, "a"));
	assert_int_equal(queue_shutdown(&queue, false), 0);
	task_cancel(getters[0].task);
	make_passes(2);
	assert_trace("1:ECANCELED@2 2:a@2 3:EPIPE@2");
	end_all(&queue, getters, 3);
}

static void a_putter_that_was_woken_puts_nothing(void **state)
{
	Queue queue = { .maxsize = 1 };
	Party putter;

	begin();
	succeeds(queue_put_nowait(&queue, "x"));
	begin_all(puts_one, &queue, &putter, 1);
	assert_drained(&queue, "x");
	assert_int_equal(queue_shutdown(&queue, false), 0);
	make_passes(1);
	assert_trace("a:EPIPE@2");
	assert_true(queue_empty(&queue));
	end_all(&queue, &putter, 1);
}

static void it_can_be_shut_down_again_and_then_at_once(void **state)
{
	Queue queue = { 0 };

	succeeds(queue_put_nowait(&queue, "a"));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(queue_shutdown(&queue, false), 0);
		assert_int_equal(queue_qsize(&queue), 1);
	}
	for (int i = 0; i < 2; i++) {
		assert_int_equal(queue_shutdown(&queue, true), 0);
		assert_int_equal(queue_qsize(&queue), 0);
	}
	assert_int_equal(queue_shutdown(&queue, false), 0);
	assert_int_equal(queue_get_nowait(&queue, NULL), -EPIPE);
	queue_clear(&queue);
}

static void outside_of_a_task_nobody_can_join(void **state)
{
	Queue queue = { 0 };

	begin();
	assert_int_equal(queue_join(&queue), 0);
	assert_int_equal(queue_put_nowait(&queue, "a"), 0);
	assert_int_equal(queue_join(&queue), -EPERM);
	assert_true(nobody_waits(&queue));
	end_all(&queue, NULL, 0);
}

TESTS(T(join_ends_when_all_that_was_put_is_dealt_with),
      T(done_more_often_than_put_is_an_error),
      T(where_nothing_is_to_be_done_join_takes_no_pass), T(all_joiners_go_on_together),
      T(a_woken_one_that_is_cancelled_takes_nothing_from_the_others),
      T(join_ends_even_if_more_is_put_before_it_runs),
      T(outside_of_a_task_nobody_can_join),
      T(after_a_shutdown_nothing_goes_in_and_the_rest_comes_out),
      T(it_wakes_all_getters),
      T(it_wakes_all_putters_and_keeps_the_items),
      T(at_once_it_is_emptied_and_all_of_it_is_done),
      T(what_is_being_worked_on_is_not_done_by_that),
      T(a_getter_that_was_woken_still_gets_its_item),
      T(if_that_one_is_cancelled_the_next_gets_it),
      T(a_putter_that_was_woken_puts_nothing),
      T(it_can_be_shut_down_again_and_then_at_once))
