/* Rung 5.1.3: ten thousand tasks wait for one queue; and a generator does. */
#include "queueing.h"

#include <sys/resource.h>

static size_t served, refused;

static int takes(void *queue, void **result)
{
	void *item = NULL;
	int status = queue_get(queue, &item);

	served += item != NULL;
	refused += status == -ECANCELED;
	return status;
}

static int puts_one_more(void *queue, void **result)
{
	int status = queue_put(queue, "an item");

	refused += status == -ECANCELED;
	return status;
}

/* All wait at once; every third is cancelled, the others are served. The most memory that
 * was ever in use, in KiB. */
static long one_round(Queue *queue, CoroutineFn *fn)
{
	static Task *tasks[TEN_THOUSAND];
	struct rusage usage;
	size_t left = TEN_THOUSAND;

	served = refused = 0;
	for (int i = 0; i < TEN_THOUSAND; i++)
		tasks[i] = new_task(fn, queue);
	make_passes(1);
	for (int i = 0; i < TEN_THOUSAND; i += 3, left--)
		assert_true(task_cancel(tasks[i]));
	for (size_t i = 0; i < left; i++) {
		if (fn == takes) {
			assert_int_equal(queue_put_nowait(queue, "an item"), 0);
		} else {
			assert_int_equal(queue_get_nowait(queue, NULL), 0);
			make_passes(1);
		}
	}
	make_passes(1);
	for (int i = 0; i < TEN_THOUSAND; i++) {
		assert_true(future_done(tasks[i]));
		task_detach(tasks[i]);
	}
	assert_int_equal(refused, TEN_THOUSAND - left);
	assert_int_equal(served, fn == takes ? left : 0);
	assert_true(nobody_waits(queue));
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void ten_thousand_rounds(Queue *queue, CoroutineFn *fn)
{
	begin();
	if (fn == puts_one_more)
		assert_int_equal(queue_put_nowait(queue, "the first"), 0);
	one_round(queue, fn); /* debug mode keeps the last thousand tasks of it */
	long first = one_round(queue, fn), last = 0;
	for (int i = 0; i < 3; i++)
		last = one_round(queue, fn);
	if (!SANITIZED && TEST_SCALE == 1) /* with small numbers it says nothing */
		assert_below(last - first, 1024);
	end_all(queue, NULL, 0);
}

static void ten_thousand_wait_for_items_and_leave_nothing(void **state)
{
	Queue queue = { 0 };

	ten_thousand_rounds(&queue, takes);
}

static void ten_thousand_wait_for_room_and_leave_nothing(void **state)
{
	Queue queue = { .maxsize = 1 };

	ten_thousand_rounds(&queue, puts_one_more);
}

/* Yields what it takes, up to NULL. */
static int items_of(void *queue, void **result)
{
	for (int i = 0; i < 10; i++) {
		void *item = NULL;
		int status = queue_get(queue, &item);
		if (status < 0)
			return status;
		if (item == NULL)
			break;
		succeeds(generator_yield(item, NULL));
	}
	return 0;
}

static int goes_through(void *queue, void **result)
{
	Generator *items = generator_new(items_of, queue);
	void *item = NULL;
	int status;

	while ((status = generator_next(items, &item)) == 1)
		trace("%s@%d", text(item), pass);
	trace("%s@%d", how(status), pass);
	generator_free(items);
	return 0;
}

static void a_generator_may_wait_for_a_queue_but_only_in_a_task(void **state)
{
	Queue queue = { 0 };
	Generator *alone = generator_new(items_of, &queue);

	begin();
	assert_int_equal(generator_next(alone, NULL), -EPERM);
	generator_free(alone);
	Task *task = new_task(goes_through, &queue);
	make_passes(1);
	succeeds(queue_put_nowait(&queue, "a"));
	make_passes(2);
	succeeds(queue_put_nowait(&queue, "b"));
	succeeds(queue_put_nowait(&queue, NULL));
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	assert_trace("a@2 b@4 ok@4");
	end_all(&queue, NULL, 0);
}

TESTS(T(ten_thousand_wait_for_items_and_leave_nothing),
      T(ten_thousand_wait_for_room_and_leave_nothing),
      T(a_generator_may_wait_for_a_queue_but_only_in_a_task))
