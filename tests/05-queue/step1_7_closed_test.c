/* Rung 5.1.7: a loop is closed while tasks wait for a queue. */
#include "queueing.h"

static int insists(void *queue, void **result)
{
	for (int i = 0; i < 1000; i++)
		ignore_status(queue_get(queue, NULL));
	return 0;
}

static void a_closed_loop_leaves_no_waiter_behind(void **state)
{
	Queue queue = { 0 }, other = { 0 };
	Party getters[3];

	begin();
	begin_all(gets_one, &queue, getters, 3);
	task_detach(new_task(insists, &other));
	make_passes(1);
	succeeds(queue_put_nowait(&queue, "a"));
	loop_close(loop);
	assert_trace("1:ECANCELED@2 2:ECANCELED@2 3:ECANCELED@2");
	assert_true(nobody_waits(&queue));
	assert_true(nobody_waits(&other));
	assert_drained(&queue, "a");
	end_all(&queue, getters, 3);
}

static void insist_on_an_item(void)
{
	Queue queue = { 0 };

	loop = asyncio_new_event_loop();
	task_detach(loop_create_task(loop, insists, &queue));
	make_passes(1);
	loop_free(loop);
	printf("%d", nobody_waits(&queue));
	succeeds(queue_put_nowait(&queue, "a"));
	printf(" %s", drained(&queue));
	queue_clear(&queue);
}

/* The task is abandoned; a waiter of it in the queue would be that of a dead man. */
static void a_task_that_insists_on_waiting_leaves_no_waiter_behind(void **state)
{
	assert_int_equal(run_child(insist_on_an_item), 0);
	assert_printed("it is abandoned");
	assert_printed("1 a");
}

TESTS(T(a_closed_loop_leaves_no_waiter_behind),
      T(a_task_that_insists_on_waiting_leaves_no_waiter_behind))
