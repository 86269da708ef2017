/* Exercise latest: see 05-queue/exercises/latest.c. */
#include "latest.h"
#include "runners.h"
#include "testing.h"

#include <errno.h>

static Queue queue;

static void put(char *item)
{
	void *dropped = "something else";
	int status = latest_put(&queue, item, &dropped);

	if (status == 1)
		trace("%s for %s", dropped == NULL ? "NULL" : (char *)dropped, item);
	else
		trace("%s: %s", item, status_name(status));
	if (status != 1 && dropped != NULL)
		trace("(and %s)", (char *)dropped);
}

static void get_all(void)
{
	void *item;

	while (queue_get_nowait(&queue, &item) == 0)
		trace("%s", (char *)item);
}

static void the_oldest_makes_room_for_the_newest(void **state)
{
	queue = (Queue){ .maxsize = 2 };
	put("a");
	put("b");
	put("c");
	put("d");
	get_all();
	queue_clear(&queue);
	assert_trace("a: ok b: ok a for c b for d c d");
}

static void a_queue_without_a_limit_drops_nothing(void **state)
{
	queue = (Queue){ .maxsize = 0 };
	put("a");
	put("b");
	get_all();
	queue_clear(&queue);
	assert_trace("a: ok b: ok a b");
}

static void a_queue_that_is_shut_down_keeps_what_it_has(void **state)
{
	queue = (Queue){ .maxsize = 1 };
	put("a");
	queue_shutdown(&queue, false);
	put("b");
	get_all();
	queue_clear(&queue);
	assert_trace("a: ok b: EPIPE a");
}

static int drops_one_and_joins(void *arg, void **result)
{
	put("a");
	put("b");
	succeeds(queue_get(&queue, NULL));
	succeeds(queue_task_done(&queue));
	succeeds(queue_join(&queue));
	trace("joined");
	return 0;
}

static void nobody_has_to_deal_with_what_was_dropped(void **state)
{
	queue = (Queue){ .maxsize = 1 };
	int error = asyncio_run(drops_one_and_joins, NULL, NULL);
	queue_clear(&queue);
	assert_trace("a: ok a for b joined");
	assert_int_equal(error, 0);
}

static int joins(void *arg, void **result)
{
	int error = queue_join(&queue);

	trace("joined: %s", status_name(error));
	return error;
}

static int drops_one_while_a_task_joins(void *arg, void **result)
{
	put("a");
	Task *task = asyncio_create_task(joins, NULL);
	succeeds(asyncio_sleep(1));
	put("b");
	succeeds(asyncio_sleep(1));
	get_all();
	succeeds(asyncio_sleep(1));
	trace("done");
	succeeds(queue_task_done(&queue));
	return await(task, NULL);
}

static void a_join_waits_for_the_new_item(void **state)
{
	queue = (Queue){ .maxsize = 1 };
	int error = asyncio_run(drops_one_while_a_task_joins, NULL, NULL);
	queue_clear(&queue);
	assert_trace("a: ok a for b b done joined: ok");
	assert_int_equal(error, 0);
}

static void null_is_dropped_like_any_other_item(void **state)
{
	queue = (Queue){ .maxsize = 1 };
	succeeds(queue_put_nowait(&queue, NULL));
	put("b");
	get_all();
	queue_clear(&queue);
	assert_trace("NULL for b b");
}

static int puts_more(void *arg, void **result)
{
	int error = queue_put(&queue, "waiting");

	trace("waiting: %s", status_name(error));
	return error;
}

static int passes_one_that_waits(void *arg, void **result)
{
	put("a");
	Task *task = asyncio_create_task(puts_more, NULL);
	succeeds(asyncio_sleep(1));
	put("b");
	succeeds(asyncio_sleep(1));
	get_all();
	succeeds(await(task, NULL));
	get_all();
	return 0;
}

static void a_task_that_waits_for_room_goes_on_waiting(void **state)
{
	queue = (Queue){ .maxsize = 1 };
	int error = asyncio_run(passes_one_that_waits, NULL, NULL);
	queue_clear(&queue);
	assert_trace("a: ok a for b b waiting: ok waiting");
	assert_int_equal(error, 0);
}

TESTS(T(the_oldest_makes_room_for_the_newest), T(a_queue_without_a_limit_drops_nothing),
      T(a_queue_that_is_shut_down_keeps_what_it_has),
      T(nobody_has_to_deal_with_what_was_dropped), T(a_join_waits_for_the_new_item),
      T(null_is_dropped_like_any_other_item),
      T(a_task_that_waits_for_room_goes_on_waiting))
