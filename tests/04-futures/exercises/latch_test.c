/* Exercise latch: see 04-futures/exercises/latch.c. */
#include "latch.h"
#include "runners.h"
#include "testing.h"

#include <errno.h>

static Latch start;

typedef struct Horse {
	const char *name;
	double seconds; /* until it is at the start */
} Horse;

static int runs(void *arg, void **result)
{
	const Horse *horse = arg;
	int error = asyncio_sleep(horse->seconds);

	if (error < 0)
		return error;
	trace("%s:%d", horse->name, latch_count_down(&start));
	error = future_wait(&start.future);
	trace("%s %s", horse->name, error < 0 ? "stays" : "runs");
	return error;
}

static int race(CoroutineFn *fn)
{
	return asyncio_run(fn, NULL, NULL);
}

static int three_horses(void *unused, void **result)
{
	Horse horses[] = { { "ada", 3 }, { "bob", 1 }, { "cyd", 2 } };

	latch_init(&start, asyncio_current_task()->loop, 3);
	return await(asyncio_gather(NULL, asyncio_create_task(runs, &horses[0]),
	                            asyncio_create_task(runs, &horses[1]),
	                            asyncio_create_task(runs, &horses[2])),
	             NULL);
}

static int one_is_cancelled(void *unused, void **result)
{
	Horse horses[] = { { "ada", 2 }, { "bob", 0 } };

	latch_init(&start, asyncio_current_task()->loop, 2);
	Task *ada = asyncio_create_task(runs, &horses[0]);
	Task *bob = asyncio_create_task(runs, &horses[1]);
	int error = asyncio_sleep(1);
	task_cancel(bob);
	trace(future_done(&start.future) ? "done" : "pending");
	int outcome = await(ada, NULL);
	error = error < 0 ? error : outcome;
	return await(bob, NULL) == -ECANCELED ? error : -EIO;
}

static int sets_it(void *unused, void **result)
{
	latch_init(&start, asyncio_current_task()->loop, 1);
	int status = future_set_result(&start.future, NULL);
	trace(status == -EINVAL ? "refused" : "set");
	trace(future_cancel(&start.future) ? "cancelled" : "not cancelled");
	trace("%d", latch_count_down(&start));
	trace(future_done(&start.future) ? "done" : "pending");
	void *value = "old";
	int error = future_result(&start.future, &value);
	trace(value == NULL ? "no value" : "a value");
	return error;
}

static int counts_too_often(void *unused, void **result)
{
	latch_init(&start, asyncio_current_task()->loop, 2);
	trace("%d", latch_count_down(&start));
	trace("%d", latch_count_down(&start));
	int again = latch_count_down(&start);
	trace(again == -EALREADY ? "enough" : "more");
	return future_wait(&start.future);
}

static void all_run_when_the_last_one_is_there(void **state)
{
	assert_int_equal(race(three_horses), 0);
	assert_trace("bob:2 cyd:1 ada:0 ada runs bob runs cyd runs");
}

static void a_cancelled_task_leaves_the_latch_to_the_others(void **state)
{
	assert_int_equal(race(one_is_cancelled), 0);
	assert_trace("bob:1 pending ada:0 ada runs bob stays");
}

static void it_completes_itself(void **state)
{
	assert_int_equal(race(sets_it), 0);
	assert_trace("refused not cancelled 0 done no value");
}

static void a_sign_too_many_is_refused(void **state)
{
	assert_int_equal(race(counts_too_often), 0);
	assert_trace("1 0 enough");
}

TESTS(T(all_run_when_the_last_one_is_there),
      T(a_cancelled_task_leaves_the_latch_to_the_others), T(it_completes_itself),
      T(a_sign_too_many_is_refused))
