/* Exercise weighted: see 06-sync-primitives/exercises/weighted.c. */
#include "../sync.h"
#include "weighted.h"

static Weighted memory;

/* A job: its name is a letter and how much it needs, for a second. */
static int job(void *arg, void **result)
{
	const char *name = arg;
	long n = strtol(name + 1, NULL, 10);
	int error = weighted_acquire(&memory, n);

	trace("%s:%s@%g", name, why(error), loop_time(loop));
	if (error < 0)
		return 0;
	error = asyncio_sleep(1);
	succeeds(weighted_release(&memory, n));
	return error;
}

/* Takes as much as its name says, and keeps it. */
static int takes(void *arg, void **result)
{
	const char *name = arg;
	int error = weighted_acquire(&memory, strtol(name + 1, NULL, 10));

	trace("%s:%s", name, why(error));
	return 0;
}

static void releases(long n)
{
	int error = weighted_release(&memory, n);

	trace("release%ld:%s", n, why(error));
	make_passes(5);
}

static void cancel(void *task)
{
	task_cancel(task);
}

static void begin_jobs(const char *const names[], size_t n)
{
	begin();
	memory = (Weighted){ .total = 3 };
	start_all(job, names, n);
}

static void run_to_the_end(void)
{
	int error = loop_run_forever(loop);

	end();
	assert_int_equal(error, 0);
}

static void what_fits_does_not_wait_and_the_rest_does(void **state)
{
	const char *const jobs[] = { "a2", "b1", "c1" };

	begin_jobs(jobs, 3);
	run_to_the_end();
	assert_trace("a2:ok@0 b1:ok@0 c1:ok@1");
}

static void small_ones_do_not_overtake_a_large_one(void **state)
{
	const char *const jobs[] = { "a2", "b3", "c1", "d1" };

	begin_jobs(jobs, 4);
	run_to_the_end();
	assert_trace("a2:ok@0 b3:ok@1 c1:ok@2 d1:ok@2");
}

static void one_release_may_be_enough_for_several(void **state)
{
	const char *const jobs[] = { "a3", "b1", "c1", "d1" };

	begin_jobs(jobs, 4);
	run_to_the_end();
	assert_trace("a3:ok@0 b1:ok@1 c1:ok@1 d1:ok@1");
}

static void what_can_never_be_there_is_refused(void **state)
{
	const char *const jobs[] = { "a4", "b0", "c3" };

	begin_jobs(jobs, 3);
	run_to_the_end();
	assert_trace("a4:EINVAL@0 b0:EINVAL@0 c3:ok@0");
}

static void a_cancelled_task_does_not_hold_up_those_behind_it(void **state)
{
	const char *const jobs[] = { "a2", "b3", "c1" };

	begin_jobs(jobs, 3);
	Handle request = HANDLE(cancel, kept[1]);
	succeeds(loop_call_later(loop, 0.5, &request));
	run_to_the_end();
	assert_trace("a2:ok@0 b3:ECANCELED@0.5 c1:ok@0.5");
}

/* The first release wakes c3, and is not enough for it. */
static void a_task_waits_again_if_a_release_is_not_enough(void **state)
{
	begin_jobs(NULL, 0);
	start(takes, "a2");
	start(takes, "b1");
	start(takes, "c3");
	make_passes(5);
	releases(1);
	releases(2);
	end();
	assert_trace("a2:ok b1:ok release1:ok release2:ok c3:ok");
}

static void a_release_that_is_refused_changes_nothing(void **state)
{
	begin_jobs(NULL, 0);
	start(takes, "a2");
	make_passes(5);
	releases(3);
	releases(0);
	releases(-1);
	start(takes, "b1");
	start(takes, "c1");
	make_passes(5);
	releases(1);
	end();
	assert_trace("a2:ok release3:ERANGE release0:EINVAL release-1:EINVAL b1:ok "
	             "release1:ok c1:ok");
}

static void more_than_was_taken_cannot_be_given_back(void **state)
{
	begin_jobs(NULL, 0);
	int error = weighted_release(&memory, 1);
	end();
	assert_int_equal(error, -ERANGE);
}

TESTS(T(what_fits_does_not_wait_and_the_rest_does),
      T(small_ones_do_not_overtake_a_large_one),
      T(one_release_may_be_enough_for_several), T(what_can_never_be_there_is_refused),
      T(a_cancelled_task_does_not_hold_up_those_behind_it),
      T(a_task_waits_again_if_a_release_is_not_enough),
      T(a_release_that_is_refused_changes_nothing),
      T(more_than_was_taken_cannot_be_given_back))
