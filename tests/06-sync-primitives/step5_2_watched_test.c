/* Step 6.5.2: what a trace and a report tell of tasks outside a barrier. */
#include "thread_count.h"
#include "watching.h"

static Barrier barrier = { .parties = 2, .name = "bell" };

static int waits(void *name, void **result)
{
	succeeds(barrier_wait(&barrier));
	return 0;
}

/* The last two tasks come while the first one has been woken, and has not left. */
static void have_tasks_outside(void)
{
	begin_to_watch();
	start_all(waits, six, 4);
	make_passes(4);
	end();
}

static void a_place_that_is_waited_for_and_reserved_is_seen_in_a_trace(void **state)
{
	assert_told(have_tasks_outside,
	            "arrives at barrier 'bell'; waits for barrier 'bell'; "
	            "arrives at barrier 'bell'; "
	            "waits for a place in barrier 'bell'; "
	            "waits for a place in barrier 'bell'; "
	            "reserves a place in barrier 'bell' for 3; "
	            "reserves a place in barrier 'bell' for 4; "
	            "has a place in barrier 'bell'; arrives at barrier 'bell'; "
	            "waits for barrier 'bell'; "
	            "has a place in barrier 'bell'; arrives at barrier 'bell'");
}

static void print_a_task_outside(void)
{
	begin();
	start_all(waits, three, 3);
	make_passes(1);
	asyncio_print_tasks(loop, stdout);
	fflush(stdout);
	_Exit(0);
}

static void a_report_says_that_a_task_waits_for_a_place(void **state)
{
	needs_thread_count();
	assert_int_equal(run_child(print_a_task_outside), 0);
	assert_printed("waits for a place in barrier 'bell'");
}

TESTS(T(a_place_that_is_waited_for_and_reserved_is_seen_in_a_trace),
      T(a_report_says_that_a_task_waits_for_a_place))
