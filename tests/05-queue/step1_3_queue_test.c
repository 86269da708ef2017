/* Rung 5.1.3: tasks that wait for an item, and for room. */
#include "queueing.h"

static int needs_no_pass(void *arg, void **result)
{
	Queue *queue = arg;
	int before = pass;
	void *item = NULL;

	trace("%s", how(queue_put(queue, "a")));
	trace("%s", how(queue_get(queue, &item)));
	trace("%s %s", text(item), how(queue_put(queue, NULL)));
	trace("%s passes:%d", how(queue_get(queue, NULL)), pass - before);
	return 0;
}

static void what_can_be_done_at_once_takes_no_pass(void **state)
{
	Queue queue = { .maxsize = 1 };

	begin();
	assert_int_equal(coroutine_status(needs_no_pass, &queue), 0);
	assert_trace("ok ok a ok ok passes:0");
	end_all(&queue, NULL, 0);
}

static void a_getter_has_its_item_a_pass_after_it_was_put(void **state)
{
	Queue queue = { 0 };
	Party getter;

	begin();
	begin_all(gets_one, &queue, &getter, 1);
	make_passes(3);
	assert_trace("");
	assert_int_equal(queue_put_nowait(&queue, "a"), 0);
	assert_int_equal(queue_qsize(&queue), 1);
	make_passes(1);
	assert_trace("1:a@5");
	assert_true(queue_empty(&queue));
	assert_true(nobody_waits(&queue));
	end_all(&queue, &getter, 1);
}

static void a_putter_has_put_a_pass_after_there_was_room(void **state)
{
	Queue queue = { .maxsize = 1 };
	Party putters[2];

	begin();
	assert_int_equal(queue_put_nowait(&queue, "first"), 0);
	begin_all(puts_one, &queue, putters, 2);
	assert_int_equal(queue_qsize(&queue), 1);
	assert_int_equal(queue_get_nowait(&queue, NULL), 0);
	make_passes(1);
	assert_trace("a:ok@2");
	assert_int_equal(queue_qsize(&queue), 1);
	make_passes(2);
	assert_trace("a:ok@2");
	assert_drained(&queue, "a");
	make_passes(1);
	assert_drained(&queue, "b");
	assert_true(nobody_waits(&queue));
	end_all(&queue, putters, 2);
}

static void the_first_getter_gets_the_first_item(void **state)
{
	Queue queue = { 0 };
	Party getters[3];

	begin();
	begin_all(gets_one, &queue, getters, 3);
	succeeds(queue_put_nowait(&queue, "a"));
	succeeds(queue_put_nowait(&queue, "b"));
	succeeds(queue_put_nowait(&queue, "c"));
	make_passes(1);
	assert_trace("1:a@2 2:b@2 3:c@2");
	end_all(&queue, getters, 3);
}

static void items_come_out_in_the_order_in_which_their_putters_came(void **state)
{
	Queue queue = { .maxsize = 1 };
	Party putters[4];

	begin();
	succeeds(queue_put_nowait(&queue, "first"));
	begin_all(puts_one, &queue, putters, 4);
	assert_drained(&queue, "first");
	for (int i = 0; i < 4; i++) {
		make_passes(1);
		trace("%s", drained(&queue));
	}
	assert_trace("a:ok@2 a b:ok@3 b c:ok@4 c d:ok@5 d");
	end_all(&queue, putters, 4);
}

static void two_free_places_are_for_two_putters(void **state)
{
	Queue queue = { .maxsize = 2 };
	Party putters[3];

	begin();
	succeeds(queue_put_nowait(&queue, "x"));
	succeeds(queue_put_nowait(&queue, "y"));
	begin_all(puts_one, &queue, putters, 3);
	assert_drained(&queue, "x y");
	make_passes(3);
	assert_trace("a:ok@2 b:ok@2");
	assert_drained(&queue, "a b");
	make_passes(1);
	assert_trace("a:ok@2 b:ok@2 c:ok@5");
	end_all(&queue, putters, 3);
}

static int puts_five(void *queue, void **result)
{
	static char items[5][2] = { "0", "1", "2", "3", "4" };

	for (int i = 0; i < 5; i++) {
		int status = queue_put(queue, items[i]);
		if (status < 0)
			return status;
		trace("p%d", i);
	}
	return 0;
}

static int gets_five(void *queue, void **result)
{
	for (int i = 0; i < 5; i++) {
		void *item = NULL;
		int status = queue_get(queue, &item);
		if (status < 0)
			return status;
		trace("c%s", text(item));
	}
	return 0;
}

static int gathers_both(void *queue, void **result)
{
	return await(asyncio_gather(NULL, asyncio_create_task(puts_five, queue),
	                            asyncio_create_task(gets_five, queue)),
	             NULL);
}

static void a_producer_and_a_consumer_take_turns_as_there_is_room(void **state)
{
	Queue queue = { .maxsize = 3 };

	begin();
	assert_int_equal(coroutine_status(gathers_both, &queue), 0);
	assert_trace("p0 p1 p2 c0 c1 c2 p3 p4 c3 c4");
	end_all(&queue, NULL, 0);
}

/* A free choice is made when it is free to be made: when the getter runs. */
static void which_item_it_is_is_decided_when_the_getter_runs(void **state)
{
	Queue queues[] = { { 0 }, { .lifo = true } };
	Party getters[2];

	begin();
	for (int i = 0; i < 2; i++) {
		begin_all(gets_one, &queues[i], &getters[i], 1);
		succeeds(queue_put_nowait(&queues[i], "5"));
		succeeds(queue_put_nowait(&queues[i], "1"));
		succeeds(queue_put_nowait(&queues[i], "3"));
		make_passes(1);
	}
	assert_trace("1:5@2 1:3@4");
	queue_clear(&queues[1]);
	end_all(&queues[0], getters, 2);
}

static int by_letter(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

/* Only those that are in the queue are compared. */
static void putters_come_in_their_turn_whatever_they_put(void **state)
{
	PriorityQueue queue = { .maxsize = 1, .compare = by_letter };
	Party putters[] = { { &queue, "z", "z", NULL }, { &queue, "a", "a", NULL } };

	begin();
	succeeds(queue_put_nowait(&queue, "m"));
	putters[0].task = new_task(puts_one, &putters[0]);
	putters[1].task = new_task(puts_one, &putters[1]);
	for (int i = 0; i < 3; i++) {
		make_passes(1);
		trace("%s", drained(&queue));
	}
	assert_trace("m z:ok@2 z a:ok@3 a");
	end_all(&queue, putters, 2);
}

static void an_item_can_be_taken_before_the_woken_getter_runs(void **state)
{
	Queue queue = { 0 };
	Party getters[2];

	begin();
	begin_all(gets_one, &queue, getters, 2);
	succeeds(queue_put_nowait(&queue, "a"));
	assert_drained(&queue, "a");
	make_passes(3);
	assert_trace("");
	succeeds(queue_put_nowait(&queue, "b"));
	succeeds(queue_put_nowait(&queue, "c"));
	make_passes(1);
	assert_trace("2:b@5 1:c@5"); /* the first one has lost its place */
	assert_true(nobody_waits(&queue));
	end_all(&queue, getters, 2);
}

static void room_can_be_taken_before_the_woken_putter_runs(void **state)
{
	Queue queue = { .maxsize = 1 };
	Party putters[2];

	begin();
	succeeds(queue_put_nowait(&queue, "x"));
	begin_all(puts_one, &queue, putters, 2);
	assert_drained(&queue, "x");
	assert_int_equal(queue_put_nowait(&queue, "y"), 0);
	make_passes(2);
	for (int i = 0; i < 3; i++) {
		trace("%s", drained(&queue));
		make_passes(1);
	}
	assert_trace("y b:ok@4 b a:ok@5 a");
	end_all(&queue, putters, 2);
}

static void outside_of_a_task_nobody_can_wait(void **state)
{
	Queue queue = { .maxsize = 1 };
	void *item = NULL;

	begin();
	assert_int_equal(queue_get(&queue, &item), -EPERM);
	assert_int_equal(queue_put(&queue, "a"), 0);
	assert_int_equal(queue_put(&queue, "b"), -EPERM);
	assert_int_equal(queue_get(&queue, &item), 0);
	assert_text((char *)item, "a");
	assert_true(nobody_waits(&queue));
	end_all(&queue, NULL, 0);
}

static void tasks_of_two_loops_cannot_wait_in_one_queue(void **state)
{
	Queue queue = { 0 };
	Party here, there = { &queue, "2", NULL, NULL };

	begin();
	begin_all(gets_one, &queue, &here, 1);
	Loop *other = asyncio_new_event_loop();
	assert_non_null(other);
	Task *stranger = loop_create_task(other, gets_one, &there);
	assert_int_equal(loop_run_until_complete(other, stranger, NULL), -EINVAL);
	succeeds(queue_put_nowait(&queue, "a"));
	make_passes(1);
	assert_trace("2:EINVAL@1 1:a@2");
	/* When nobody waits there, the other one may. */
	stranger = loop_create_task(other, gets_one, &there);
	succeeds(queue_put_nowait(&queue, "b"));
	assert_int_equal(loop_run_until_complete(other, stranger, NULL), 0);
	assert_trace("2:EINVAL@1 1:a@2 2:b@2");
	loop_free(other);
	end_all(&queue, &here, 1);
}

TESTS(T(what_can_be_done_at_once_takes_no_pass),
      T(a_getter_has_its_item_a_pass_after_it_was_put),
      T(a_putter_has_put_a_pass_after_there_was_room),
      T(the_first_getter_gets_the_first_item),
      T(items_come_out_in_the_order_in_which_their_putters_came),
      T(two_free_places_are_for_two_putters),
      T(a_producer_and_a_consumer_take_turns_as_there_is_room),
      T(which_item_it_is_is_decided_when_the_getter_runs),
      T(putters_come_in_their_turn_whatever_they_put),
      T(an_item_can_be_taken_before_the_woken_getter_runs),
      T(room_can_be_taken_before_the_woken_putter_runs),
      T(outside_of_a_task_nobody_can_wait),
      T(tasks_of_two_loops_cannot_wait_in_one_queue))
