/* Rung 4.4.6: one timeout inside another, with another deadline, used wrongly. */
#include "running.h"
#include "timeouts.h"

/* A sleep in two blocks. */
static void nested(double outer_limit, double inner_limit, bool handled)
{
	Timeout outer = { 0 }, inner = { 0 };

	succeeds(timeout_enter(&outer, outer_limit));
	succeeds(timeout_enter(&inner, inner_limit));
	int error = timeout_exit(&inner, asyncio_sleep(1));
	trace("inner:%s%s", why(error), timeout_expired(&inner) ? ",expired" : "");
	if (handled)
		error = asyncio_sleep(1);
	error = timeout_exit(&outer, error);
	trace("outer:%s%s", why(error), timeout_expired(&outer) ? ",expired" : "");
	trace("%d", cancelling());
}

static int nests(void *arg, void **result)
{
	nested(0.05, 0.5, false);
	nested(0.05, 0.05, false);
	nested(0.05, 0.02, true);
	trace("%d", now());
	return 0;
}

static void each_block_knows_its_own_deadline(void **state)
{
	assert_int_equal(run(nests, NULL), 0);
	assert_trace("inner:ECANCELED outer:ETIMEDOUT,expired 0 "
	             "inner:ECANCELED,expired outer:ETIMEDOUT,expired 0 "
	             "inner:ETIMEDOUT,expired outer:ETIMEDOUT,expired 0 150");
}

/* A sleep of 100 ms in a block of 50, whose deadline is moved to so many ms from now. */
static void moved(double by)
{
	double start = time_perf_counter();
	double when = loop_time(asyncio_get_running_loop()) + by;
	Timeout timeout = { 0 };

	succeeds(timeout_enter(&timeout, 0.05));
	trace("%d:%s", since(start), why(timeout_reschedule(&timeout, when)));
	trace("%s", timeout.when == when ? "when" : "?");
	int error = timeout_exit(&timeout, asyncio_sleep(0.1));
	trace("%d:%s", since(start), why(error));
}

static int moves(void *arg, void **result)
{
	moved(0.08);
	moved(0.02);
	moved(-1);
	moved(INFINITY);
	trace("%s", timers_first(asyncio_get_running_loop()) == NULL ? "none" : "timers");
	return 0;
}

static void a_deadline_can_be_moved(void **state)
{
	assert_int_equal(run(moves, NULL), 0);
	assert_trace("0:0 when 80:ETIMEDOUT 0:0 when 20:ETIMEDOUT 0:0 when 0:ETIMEDOUT "
	             "0:0 when 100:0 none");
}

static int too_late(void *arg, void **result)
{
	Timeout timeout = { 0 };

	trace("%s", why(timeout_reschedule(&timeout, 1)));
	succeeds(timeout_enter(&timeout, 0.01));
	trace("%s", why(timeout_enter(&timeout, 0.01)));
	trace("%s", why(timeout_reschedule(&timeout, NAN)));
	trace("%s", why(asyncio_sleep(1)));
	trace("%s", why(timeout_reschedule(&timeout, INFINITY)));
	trace("%s", why(timeout_exit(&timeout, -ECANCELED)));
	trace("%s", why(timeout_reschedule(&timeout, INFINITY)));
	trace("%s", why(timeout_enter(&timeout, 1)));
	trace("%d", now());
	return 0;
}

static void a_block_is_entered_once_and_moved_inside(void **state)
{
	assert_int_equal(run(too_late, NULL), 0);
	assert_trace("EINVAL EINVAL EINVAL ECANCELED EINVAL ETIMEDOUT EINVAL EINVAL 10");
}

static int not_a_time(void *arg, void **result)
{
	Timeout timeout = { 0 };

	trace("%s", why(timeout_enter(&timeout, NAN)));
	trace("%s", why(timeout_exit(&timeout, -EINVAL)));
	trace("%s", why(timeout_exit(&timeout, 0)));
	trace("%s", why(timeout_enter(&timeout, 1e300)));
	trace("%s", why(asyncio_sleep(0)));
	trace("%d", timeout_exit(&timeout, 7));
	trace("%s", why(timeout_exit(&timeout, 0)));
	trace("%s", why(timeout_exit(&timeout, -EIO)));
	return 0;
}

static void an_exit_without_an_entry_is_refused(void **state)
{
	assert_int_equal(run(not_a_time, NULL), 0);
	assert_trace("EINVAL EINVAL EINVAL 0 0 7 EINVAL EIO");
}

static int leaves_it(void *timeout, void **result)
{
	trace("other:%s", why(timeout_exit(timeout, 0)));
	trace("other:%s", why(asyncio_sleep(0.1)));
	return 0;
}

static int leaves_another_s(void *arg, void **result)
{
	Timeout timeout = { 0 };
	Task *other = asyncio_create_task(leaves_it, &timeout);

	succeeds(timeout_enter(&timeout, 0.05));
	trace("%s", why(await(other, NULL)));
	trace("%s", why(timeout_exit(&timeout, 0)));
	return 0;
}

static void who_leaves_the_block_of_another_task_is_told(void **state)
{
	assert_int_equal(run(leaves_another_s, NULL), 0);
	assert_trace("other:EINVAL other:0 0 EINVAL");
}

enum { DEEP = 1000 };

/* Each in the one before; the middle one is due first. */
static int deep(void *arg, void **result)
{
	static Timeout timeouts[DEEP];
	int late = 0, cancelled = 0, error = 0, i;

	for (i = 0; i < DEEP; i++)
		error = timeout_enter(&timeouts[i], i == DEEP / 2 ? 1 : 10 + i % 7);
	error = error == 0 ? asyncio_sleep(100) : error;
	while (i-- > 0) {
		error = timeout_exit(&timeouts[i], error);
		late += error == -ETIMEDOUT;
		cancelled += error == -ECANCELED;
	}
	trace("%d %d %d", cancelled, late, cancelling());
	return 0;
}

static void a_thousand_blocks_are_left_one_after_the_other(void **state)
{
	assert_int_equal(run(deep, NULL), 0);
	assert_trace("499 501 0");
}

/* Static, and without a timer: nothing is on a stack that is gone. */
static Timeout never_left;

static int returns_from_inside(void *arg, void **result)
{
	return timeout_enter(&never_left, -1);
}

static int awaits_it(void *arg, void **result)
{
	Task *task = asyncio_create_task(returns_from_inside, NULL);

	task_set_name(task, "hasty");
	return await(task, NULL);
}

static void forgets_to_leave(void)
{
	printf("%s\n", why(asyncio_run(awaits_it, NULL, NULL)));
	fflush(stdout);
	printf("%s\n", why(timeout_exit(&never_left, 0)));
}

static void who_returns_from_inside_a_block_is_told(void **state)
{
	assert_int_equal(run_child(forgets_to_leave), 0);
	assert_text(program_output, "task 'hasty' has ended inside a timeout or a group\n"
	                            "0\nEINVAL\n");
}

/* Prints how it ends, and nothing else, if it has left the block. */
static int leaves_its_block(void *arg, void **result)
{
	Timeout timeout = { 0 };

	succeeds(timeout_enter(&timeout, 0.05));
	return timeout_exit(&timeout, asyncio_sleep(1));
}

static int awaits_one_that_leaves(void *arg, void **result)
{
	Task *task = future_ref(asyncio_create_task(leaves_its_block, NULL));
	int status = await(task, NULL);

	printf("%s, references: %u\n", why(status), task->refs);
	future_unref(task);
	return 0;
}

static void leaves_in_order(void)
{
	run(awaits_one_that_leaves, NULL);
}

static void a_block_that_was_left_keeps_nothing_of_its_task(void **state)
{
	assert_int_equal(run_child(leaves_in_order), 0);
	assert_text(program_output, "ETIMEDOUT, references: 1\n");
}

TESTS(T(each_block_knows_its_own_deadline), T(a_deadline_can_be_moved),
      T(a_block_is_entered_once_and_moved_inside), T(an_exit_without_an_entry_is_refused),
      T(who_leaves_the_block_of_another_task_is_told),
      T(a_thousand_blocks_are_left_one_after_the_other),
      T(who_returns_from_inside_a_block_is_told),
      T(a_block_that_was_left_keeps_nothing_of_its_task))
