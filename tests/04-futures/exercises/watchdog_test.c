/* Exercise watchdog: see 04-futures/exercises/watchdog.c. */
#include "watchdog.h"
#include "testing.h"

#include <errno.h>

static Watchdog dog;

/* Pieces that come after so many seconds each; 0: there are no more. */
static const double *pieces;
static bool by_another_task; /* another task receives them */

static int receives(void *unused, void **result)
{
	for (; *pieces > 0; pieces++) {
		int error = asyncio_sleep(*pieces);
		if (error < 0)
			return error;
		watchdog_alive(&dog);
		trace("piece");
	}
	return 0;
}

static int downloads(void *unused, void **result)
{
	int error = watchdog_enter(&dog, 3);

	if (error == 0)
		error = by_another_task ? await(asyncio_create_task(receives, NULL), NULL)
		                        : receives(NULL, NULL);
	return watchdog_exit(&dog, error);
}

static int cancels_it(void *unused, void **result)
{
	Task *task = asyncio_create_task(downloads, NULL);
	int error = asyncio_sleep(3);

	task_cancel(task);
	int outcome = await(task, NULL);
	return error < 0 ? error : outcome;
}

static int misuses_it(void *unused, void **result)
{
	int error = watchdog_enter(&dog, 0);

	trace(error == -EINVAL ? "refused" : "entered");
	error = watchdog_enter(&dog, -1);
	trace(error == -EINVAL ? "refused" : "entered");
	trace(watchdog_alive(&dog) == -EINVAL ? "refused" : "alive");
	return watchdog_exit(&dog, 0);
}

static int says_something_when_the_time_was_up(void *unused, void **result)
{
	int error = watchdog_enter(&dog, 3);

	if (error == 0)
		error = asyncio_sleep(5);
	trace(watchdog_alive(&dog) == -EINVAL ? "too late" : "alive");
	return watchdog_exit(&dog, error);
}

/* The time is up while the body sleeps, and then the body fails with another error. */
static int fails_when_the_time_is_up(void *unused, void **result)
{
	int error = watchdog_enter(&dog, 3);

	if (error == 0)
		error = asyncio_sleep(5);
	return watchdog_exit(&dog, error == -ECANCELED ? -EIO : error);
}

/* The time is up while the body sleeps, and then the body succeeds all the same. */
static int succeeds_when_the_time_is_up(void *unused, void **result)
{
	int error = watchdog_enter(&dog, 3);

	if (error == 0)
		error = asyncio_sleep(5);
	trace(error == -ECANCELED ? "cancelled" : "not cancelled");
	return watchdog_exit(&dog, 0);
}

static int leaves_what_it_has_not_entered(void *unused, void **result)
{
	return watchdog_exit(&dog, -EIO);
}

/* Enters with ten seconds, and again with one; sleeps for five. */
static int enters_twice(void *unused, void **result)
{
	int error = watchdog_enter(&dog, 10);
	int again = watchdog_enter(&dog, 1);

	trace(again == -EINVAL ? "refused" : "entered again");
	watchdog_alive(&dog);
	if (error == 0)
		error = asyncio_sleep(5);
	return watchdog_exit(&dog, error);
}

static int run(CoroutineFn *fn, const double *seconds)
{
	dog = (Watchdog){ .quiet = 0 };
	pieces = seconds;
	return asyncio_run(fn, NULL, NULL);
}

static void signs_of_life_keep_it_alive(void **state)
{
	assert_int_equal(run(downloads, (double[]){ 2, 2, 2, 2, 0 }), 0);
	assert_trace("piece piece piece piece");
}

/* The sign comes after one of the three seconds. */
static void an_early_sign_counts_too(void **state)
{
	assert_int_equal(run(downloads, (double[]){ 1, 2.5, 0 }), 0);
	assert_trace("piece piece");
}

static void without_one_the_time_is_up(void **state)
{
	assert_int_equal(run(downloads, (double[]){ 2, 2, 4, 1, 0 }), -ETIMEDOUT);
	assert_trace("piece piece");
}

static void another_task_may_give_the_sign(void **state)
{
	by_another_task = true;
	assert_int_equal(run(downloads, (double[]){ 2, 2, 5, 0 }), -ETIMEDOUT);
	assert_trace("piece piece");
}

static void a_cancellation_is_no_timeout(void **state)
{
	assert_int_equal(run(cancels_it, (double[]){ 2, 2, 2, 0 }), -ECANCELED);
	assert_trace("piece");
}

/* Both requests are made in the third second. */
static void a_cancellation_at_the_very_limit_is_no_timeout_either(void **state)
{
	assert_int_equal(run(cancels_it, (double[]){ 100, 0 }), -ECANCELED);
	assert_trace("");
}

static void outside_of_the_block_there_is_no_sign_of_life(void **state)
{
	assert_int_equal(run(misuses_it, NULL), -EINVAL);
	assert_trace("refused refused refused");
}

static void when_the_time_was_up_there_is_no_sign_of_life(void **state)
{
	assert_int_equal(run(says_something_when_the_time_was_up, NULL), -ETIMEDOUT);
	assert_trace("too late");
}

static void after_the_limit_another_error_stays_what_it_is(void **state)
{
	assert_int_equal(run(fails_when_the_time_is_up, NULL), -EIO);
}

static void after_the_limit_a_success_stays_one(void **state)
{
	assert_int_equal(run(succeeds_when_the_time_is_up, NULL), 0);
	assert_trace("cancelled");
}

static void without_an_enter_the_error_of_the_body_is_not_lost(void **state)
{
	assert_int_equal(run(leaves_what_it_has_not_entered, NULL), -EIO);
	assert_int_equal(run(misuses_it, NULL), -EINVAL);
}

static void a_refused_enter_changes_nothing(void **state)
{
	assert_int_equal(run(enters_twice, NULL), 0);
	assert_trace("refused");
}

TESTS(T(signs_of_life_keep_it_alive), T(an_early_sign_counts_too),
      T(without_one_the_time_is_up), T(another_task_may_give_the_sign),
      T(a_cancellation_is_no_timeout),
      T(a_cancellation_at_the_very_limit_is_no_timeout_either),
      T(outside_of_the_block_there_is_no_sign_of_life),
      T(when_the_time_was_up_there_is_no_sign_of_life),
      T(after_the_limit_another_error_stays_what_it_is),
      T(after_the_limit_a_success_stays_one),
      T(without_an_enter_the_error_of_the_body_is_not_lost),
      T(a_refused_enter_changes_nothing))
