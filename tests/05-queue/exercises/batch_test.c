/* Exercise batch: see 05-queue/exercises/batch.c. */
#include "batch.h"
#include "runners.h"
#include "testing.h"

#include <errno.h>
#include <string.h>

enum { MOST = 3 };

static Queue queue;

/* Records a batch, in one word: "abc@5", or "EPIPE@5". */
static int get(void)
{
	void *items[MOST + 1] = { 0 };
	char text[64] = "";
	size_t n = 0;
	int error = batch_get(&queue, MOST, 5, items, &n);

	for (size_t i = 0; i < n && i < MOST; i++)
		strcat(text, items[i] == NULL ? "?" : items[i]);
	trace("%s%s@%g", text, error < 0 ? status_name(error) : "",
	      loop_time(asyncio_get_running_loop()));
	return error;
}

static int puts_slowly(void *arg, void **result)
{
	static char *const items[] = { "a", "b", "c", "d" };
	int error = 0;

	for (int i = 0; i < 4 && error == 0; i++) {
		error = asyncio_sleep(2);
		if (error == 0)
			error = queue_put(&queue, items[i]);
	}
	queue_shutdown(&queue, false);
	return error;
}

static int gets_until_the_end(void *arg, void **result)
{
	Task *task = asyncio_create_task(puts_slowly, NULL);

	for (int i = 0; i < 4 && get() == 0; i++)
		;
	return await(task, NULL);
}

static void run(CoroutineFn *fn)
{
	queue = (Queue){ 0 };
	int error = asyncio_run(fn, NULL, NULL);
	queue_clear(&queue);
	assert_int_equal(error, 0);
}

static void it_ends_when_it_is_full_and_when_the_queue_is_shut_down(void **state)
{
	run(gets_until_the_end);
	assert_trace("abc@6 d@8 EPIPE@8");
}

static int puts_one_and_one_too_late(void *arg, void **result)
{
	int error = asyncio_sleep(9);

	if (error == 0)
		error = queue_put(&queue, "a");
	if (error == 0)
		error = asyncio_sleep(4);
	if (error == 0)
		error = queue_put(&queue, "b");
	if (error == 0)
		error = asyncio_sleep(4);
	return error < 0 ? error : queue_put(&queue, "c");
}

static int gets_two(void *arg, void **result)
{
	Task *task = asyncio_create_task(puts_one_and_one_too_late, NULL);

	get();
	get();
	return await(task, NULL);
}

static void its_time_begins_with_its_first_item(void **state)
{
	run(gets_two);
	assert_trace("ab@14 c@22");
}

static int gets_what_there_is(void *arg, void **result)
{
	void *items[4] = { 0 };
	size_t n = 0;

	succeeds(queue_put(&queue, "a"));
	succeeds(queue_put(&queue, "b"));
	succeeds(batch_get(&queue, 4, 0, items, &n));
	trace("%zu at %g", n, loop_time(asyncio_get_running_loop()));
	return 0;
}

static void with_no_time_it_takes_what_there_is(void **state)
{
	run(gets_what_there_is);
	assert_trace("2 at 0");
}

static int takes_two_of_five(void *arg, void **result)
{
	void *items[5] = { 0 };
	size_t n = 0;

	for (int i = 0; i < 5; i++)
		succeeds(queue_put(&queue, "a"));
	succeeds(batch_get(&queue, 2, 5, items, &n));
	trace("n=%zu left=%zu %s", n, queue_qsize(&queue),
	      items[2] == NULL ? "ok" : "wrote-behind-the-end");
	succeeds(batch_get(&queue, 1, 0, items, &n));
	trace("n=%zu left=%zu", n, queue_qsize(&queue));
	return 0;
}

static void it_never_takes_more_than_there_is_room_for(void **state)
{
	run(takes_two_of_five);
	assert_trace("n=2 left=3 ok n=1 left=2");
}

/* Calls batch_get, and records its error and how many items it says there are. */
static int gets_none(void *arg, void **result)
{
	void *items[MOST] = { 0 };
	size_t n = 99;
	int error = batch_get(&queue, MOST, 5, items, &n);

	trace("%s n=%zu", status_name(error), n);
	return error;
}

static int finds_no_items(void *arg, void **result)
{
	Task *task = asyncio_create_task(gets_none, NULL);

	succeeds(asyncio_sleep(1));
	task_cancel(task);
	ignore_status(await(task, NULL));
	queue_shutdown(&queue, false);
	ignore_status(gets_none(NULL, NULL));
	return 0;
}

static void without_items_their_number_is_0(void **state)
{
	run(finds_no_items);
	assert_trace("ECANCELED n=0 EPIPE n=0");
}

static int puts_after_a_day(void *arg, void **result)
{
	int error = asyncio_sleep(86400);

	return error < 0 ? error : queue_put(&queue, "b");
}

static int waits_for_a_day(void *arg, void **result)
{
	void *items[2] = { 0 };
	size_t n = 0;
	Task *task = asyncio_create_task(puts_after_a_day, NULL);

	succeeds(queue_put(&queue, "a"));
	succeeds(batch_get(&queue, 2, -1, items, &n));
	trace("%zu at %g", n, loop_time(asyncio_get_running_loop()));
	return await(task, NULL);
}

static void negative_seconds_are_no_limit(void **state)
{
	run(waits_for_a_day);
	assert_trace("2 at 86400");
}

static int gets(void *arg, void **result)
{
	return get();
}

static int cancels_a_batch(void *arg, void **result)
{
	Task *task = asyncio_create_task(gets, NULL);

	succeeds(queue_put(&queue, "a"));
	succeeds(asyncio_sleep(1));
	task_cancel(task);
	trace("%s", status_name(await(task, NULL)));
	return 0;
}

static void a_cancelled_batch_still_has_its_items(void **state)
{
	run(cancels_a_batch);
	assert_trace("aECANCELED@1 ECANCELED");
}

TESTS(T(it_ends_when_it_is_full_and_when_the_queue_is_shut_down),
      T(its_time_begins_with_its_first_item), T(with_no_time_it_takes_what_there_is),
      T(it_never_takes_more_than_there_is_room_for), T(without_items_their_number_is_0),
      T(negative_seconds_are_no_limit), T(a_cancelled_batch_still_has_its_items))
