/* Rung 5.1.6: a queue that is cleared, a deadlock, and a queue without memory. */
#include "queueing.h"
#include "thread_count.h"

#include <sys/resource.h>

static void after_a_clear_it_is_as_new(void **state)
{
	Queue queue = { .maxsize = 2, .lifo = true };

	succeeds(queue_put_nowait(&queue, "a"));
	succeeds(queue_put_nowait(&queue, "b"));
	queue_shutdown(&queue, false);
	queue_clear(&queue);
	queue_clear(&queue);
	assert_int_equal(queue_task_done(&queue), -ERANGE);
	assert_int_equal(queue_get_nowait(&queue, NULL), -EAGAIN);
	assert_int_equal(queue_put_nowait(&queue, "c"), 0);
	assert_int_equal(queue_put_nowait(&queue, "d"), 0);
	assert_int_equal(queue_put_nowait(&queue, "e"), -EAGAIN);
	assert_drained(&queue, "d c");
	queue_clear(&queue);
}

static void a_task_that_waits_for_a_cleared_queue_gets_an_error(void **state)
{
	Queue queue = { .maxsize = 1 };
	Party getter, putter, joiner;

	begin();
	begin_all(gets_one, &queue, &getter, 1);
	queue_clear(&queue);
	succeeds(queue_put_nowait(&queue, "x"));
	begin_all(puts_one, &queue, &putter, 1);
	begin_all(joins, &queue, &joiner, 1);
	queue_clear(&queue);
	make_passes(1);
	assert_trace("1:EPIPE@2 a:EPIPE@4 1:EPIPE@4");
	assert_true(queue_empty(&queue));
	assert_true(nobody_waits(&queue));
	future_unref(getter.task);
	future_unref(putter.task);
	end_all(&queue, &joiner, 1);
}

static int waits_for_ever(void *queue, void **result)
{
	return queue_get(queue, NULL);
}

static int puts_for_ever(void *queue, void **result)
{
	return queue_put(queue, "b");
}

static int joins_for_ever(void *queue, void **result)
{
	return queue_join(queue);
}

static void wait_for_each_other(void)
{
	Queue empty = { 0 }, full = { .maxsize = 1, .name = "the full one" };

	succeeds(queue_put_nowait(&full, "a"));
	loop = asyncio_new_event_loop();
	Task *tasks[] = { loop_create_task(loop, waits_for_ever, &empty),
		          loop_create_task(loop, puts_for_ever, &full),
		          loop_create_task(loop, joins_for_ever, &full) };
	printf("%s", why(loop_run_forever(loop)));
	for (int i = 0; i < 3; i++) {
		task_cancel(tasks[i]);
		task_detach(tasks[i]);
	}
	succeeds(loop_run_forever(loop));
	loop_free(loop);
	queue_clear(&full);
}

static void a_deadlock_says_what_each_waits_for(void **state)
{
	needs_thread_count();
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	assert_int_equal(run_child(wait_for_each_other), 0);
	assert_printed("task 'Task-1' waits for an item of queue 1 ");
	assert_printed("task 'Task-2' waits for room in queue 'the full one', items: 1");
	assert_printed("task 'Task-3' waits for the work on queue 'the full one' to be "
	               "done,\n    items left: 1");
	assert_printed("EDEADLK");
}

/* Puts until there is no memory; what was put is there, and nothing else. */
static void fill_the_memory(void)
{
	struct rlimit none = { 0, RLIM_INFINITY }, all = { RLIM_INFINITY, RLIM_INFINITY };
	static char items[(1 << 24) + 1];
	Queue queue = { 0 };
	void *got = NULL;
	size_t n = 0, wrong = 0;
	int status = 0;

	setrlimit(RLIMIT_AS, &none);
	while (n < 1 << 24 && (status = queue_put_nowait(&queue, &items[0] + n)) == 0)
		n++;
	trace("%s %d", how(status), queue_qsize(&queue) == n);
	trace("%s", how(queue_put(&queue, NULL)));
	setrlimit(RLIMIT_AS, &all);
	trace("%s", how(queue_put_nowait(&queue, &items[0] + n)));
	for (size_t i = 0; i <= n; i++) {
		succeeds(queue_get_nowait(&queue, &got));
		wrong += got != &items[0] + i;
	}
	trace("%zu wrong, %zu left", wrong, queue_qsize(&queue));
	for (size_t i = 0; i <= n; i++)
		wrong += queue_task_done(&queue) != 0;
	trace("%zu %s", wrong, how(queue_task_done(&queue)));
	queue_clear(&queue);
}

static void where_there_is_no_memory_nothing_is_put_and_nothing_is_lost(void **state)
{
	Queue queue = { 0 };

	assert_int_equal(queue_get_nowait(&queue, NULL), -EAGAIN);
	if (SANITIZED || TEST_SCALE > 1)
		return; /* they need more memory than that for themselves */
	assert_int_equal(run_child(fill_the_memory), 0);
	assert_trace("ENOMEM 1 ENOMEM ok 0 wrong, 0 left 0 ERANGE");
}

TESTS(T(after_a_clear_it_is_as_new),
      T(a_task_that_waits_for_a_cleared_queue_gets_an_error),
      T(a_deadlock_says_what_each_waits_for),
      T(where_there_is_no_memory_nothing_is_put_and_nothing_is_lost))
