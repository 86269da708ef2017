/* Exercise map_limited: see 04-futures/exercises/map_limited.c. */
#include "map_limited.h"
#include "runners.h"
#include "testing.h"

#include <errno.h>

typedef struct Page {
	const char *name;
	double seconds;
	int error;
} Page;

static Page *pages;
static size_t n, limit;
static int running, most;
static size_t most_tasks; /* of the loop, that of the test among them */
static double start;
static void *results[8];
static double cleanup;     /* seconds that a cancelled call takes to end */
static bool succeeds_late; /* and then it returns 0 */
static int fails_late;     /* and then it returns this error; 0: -ECANCELED */

static int fetch(void *arg, void **result)
{
	const Page *page = arg;

	most = ++running > most ? running : most;
	size_t tasks = asyncio_all_tasks(asyncio_current_task()->loop, NULL, 0);
	most_tasks = tasks > most_tasks ? tasks : most_tasks;
	int error = asyncio_sleep(page->seconds);
	if (error < 0) {
		int cleaned = asyncio_sleep(cleanup);
		trace("%s:%s", page->name, cleaned < 0 ? "hurried" : "stopped");
		running--;
		error = fails_late < 0 ? fails_late : error;
		return succeeds_late ? 0 : error;
	}
	running--;
	trace("%s@%.0f", page->name, time_perf_counter() - start);
	*result = (void *)page->name;
	return page->error;
}

static int fetches(void *unused, void **result)
{
	void *args[8];

	for (size_t i = 0; i < n; i++)
		args[i] = &pages[i];
	return map_limited(fetch, args, results, n, limit);
}

static int stores_nothing(void *arg, void **result)
{
	trace("called");
	return 0;
}

static int calls_what_stores_nothing(void *unused, void **result)
{
	return map_limited(stores_nothing, (void *[]){ NULL }, results, 1, 1);
}

static int fetches_and_says_when(void *unused, void **result)
{
	int error = fetches(NULL, NULL);

	trace("returned@%.0f", time_perf_counter() - start);
	return error;
}

static int cancels_it(void *unused, void **result)
{
	Task *task = asyncio_create_task(fetches, NULL);
	int error = asyncio_sleep(2);

	task_cancel(task);
	int outcome = await(task, NULL);
	trace("running:%d", running);
	return error < 0 ? error : outcome;
}

static int run(CoroutineFn *fn, Page *all, size_t how_many, size_t at_once)
{
	pages = all;
	n = how_many;
	limit = at_once;
	start = time_perf_counter();
	return asyncio_run(fn, NULL, NULL);
}

static void no_more_than_the_limit_run_at_once(void **state)
{
	Page all[] = { { "a", 2, 0 }, { "b", 2, 0 }, { "c", 2, 0 }, { "d", 2, 0 } };

	assert_int_equal(run(fetches, all, 4, 3), 0);
	assert_trace("a@2 b@2 c@2 d@4");
	assert_int_equal(most, 3);
	assert_text(results[0], "a");
	assert_text(results[3], "d");
}

static void who_is_done_takes_the_next_at_once(void **state)
{
	Page all[] = { { "a", 5, 0 }, { "b", 1, 0 }, { "c", 1, 0 }, { "d", 1, 0 } };

	assert_int_equal(run(fetches, all, 4, 2), 0);
	assert_trace("b@1 c@2 d@3 a@5");
	assert_int_equal(most, 2);
}

static void an_error_ends_them_all_and_nothing_more_is_begun(void **state)
{
	Page all[] = { { "a", 5, 0 }, { "b", 1, -EIO }, { "c", 5, 0 }, { "d", 5, 0 } };

	assert_int_equal(run(fetches, all, 4, 2), -EIO);
	assert_trace("b@1 a:stopped");
	assert_int_equal(running, 0);
}

static void one_that_returns_in_the_pass_of_the_error_begins_nothing(void **state)
{
	Page all[] = { { "a", 1, -EIO }, { "b", 1, 0 }, { "c", 5, 0 } };

	assert_int_equal(run(fetches, all, 3, 2), -EIO);
	assert_trace("a@1 b@1");
}

static void the_result_of_what_is_not_begun_stays_as_it_was(void **state)
{
	Page all[] = { { "a", 1, -EIO }, { "b", 5, 0 } };

	results[1] = "old";
	assert_int_equal(run(fetches, all, 2, 1), -EIO);
	assert_trace("a@1");
	assert_text(results[1], "old");
}

static void the_result_of_what_stores_none_is_null(void **state)
{
	results[0] = "old";
	assert_int_equal(run(calls_what_stores_nothing, NULL, 0, 0), 0);
	assert_trace("called");
	assert_null(results[0]);
}

static void an_error_is_returned_when_all_have_ended(void **state)
{
	Page all[] = { { "a", 5, 0 }, { "b", 1, -EIO }, { "c", 5, 0 } };

	cleanup = 3;
	results[0] = "old";
	assert_int_equal(run(fetches_and_says_when, all, 3, 2), -EIO);
	assert_trace("b@1 a:stopped returned@4");
	assert_null(results[0]);
}

static void after_an_error_nothing_follows_a_cancelled_call_that_succeeds(void **state)
{
	Page all[] = { { "a", 5, 0 }, { "b", 1, -EIO }, { "c", 5, 0 }, { "d", 5, 0 } };

	succeeds_late = true;
	assert_int_equal(run(fetches_and_says_when, all, 4, 2), -EIO);
	assert_trace("b@1 a:stopped returned@1");
}

static void nor_does_anything_after_a_cancellation(void **state)
{
	Page all[] = { { "a", 5, 0 }, { "b", 5, 0 }, { "c", 5, 0 }, { "d", 5, 0 } };

	succeeds_late = true;
	assert_int_equal(run(cancels_it, all, 4, 2), -ECANCELED);
	assert_trace("a:stopped b:stopped running:0");
}

static void a_cancellation_waits_for_what_was_begun(void **state)
{
	Page all[] = { { "a", 5, 0 }, { "b", 5, 0 }, { "c", 5, 0 } };

	assert_int_equal(run(cancels_it, all, 3, 2), -ECANCELED);
	assert_trace("a:stopped b:stopped running:0");
}

static void an_error_of_a_cancelled_call_is_not_lost(void **state)
{
	Page all[] = { { "a", 5, 0 }, { "b", 5, 0 }, { "c", 5, 0 } };

	fails_late = -EIO;
	assert_int_equal(run(cancels_it, all, 3, 2), -EIO);
	assert_trace("a:stopped b:stopped running:0");
}

static void more_room_than_things_is_no_mistake_but_no_room_is(void **state)
{
	Page all[] = { { "a", 1, 0 }, { "b", 1, 0 } };

	assert_int_equal(run(fetches, all, 2, 100), 0);
	assert_int_equal(run(fetches, all, 0, 1), 0);
	assert_int_equal(run(fetches, all, 2, 0), -EINVAL);
	assert_int_equal(run(fetches, all, 0, 0), -EINVAL);
	assert_int_equal(most, 2);
}

/* Two tasks are for the pages, and one is the test's. Another one may be needed. */
static void however_much_room_there_is_no_task_is_begun_for_nothing(void **state)
{
	Page all[] = { { "a", 1, 0 }, { "b", 1, 0 } };

	assert_int_equal(run(fetches, all, 2, 100), 0);
	assert_trace("a@1 b@1");
	assert_in_range(most_tasks, 3, 4);
	assert_int_equal(run(fetches, all, 2, SIZE_MAX), 0);
	assert_trace("a@1 b@1 a@1 b@1");
}

TESTS(T(no_more_than_the_limit_run_at_once), T(who_is_done_takes_the_next_at_once),
      T(an_error_ends_them_all_and_nothing_more_is_begun),
      T(one_that_returns_in_the_pass_of_the_error_begins_nothing),
      T(the_result_of_what_is_not_begun_stays_as_it_was),
      T(the_result_of_what_stores_none_is_null),
      T(an_error_is_returned_when_all_have_ended),
      T(after_an_error_nothing_follows_a_cancelled_call_that_succeeds),
      T(nor_does_anything_after_a_cancellation),
      T(a_cancellation_waits_for_what_was_begun),
      T(an_error_of_a_cancelled_call_is_not_lost),
      T(more_room_than_things_is_no_mistake_but_no_room_is),
      T(however_much_room_there_is_no_task_is_begun_for_nothing))
