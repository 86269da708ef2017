/* Step 6.2.1: a report says which lock a task waits for, and which task holds it. */
#include "reported.h"
#include "sync.h"
#include "thread_count.h"

static Lock lock, other, till = { .name = "till" };

static int takes_both(void *both, void **result)
{
	Lock **locks = both;

	succeeds(lock_acquire(locks[0]));
	succeeds(asyncio_sleep(1));
	int error = lock_acquire(locks[1]);
	return error;
}

static int takes(void *which, void **result)
{
	int error = lock_acquire(which);

	return error < 0 ? error : asyncio_sleep(INFINITY);
}

static int leaves_it_locked(void *which, void **result)
{
	return lock_acquire(which);
}

/* Makes a loop on the virtual clock; for child processes, so without asserts. */
static void start_loop(void)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	setenv("ASYNCIO_DEBUG", "1", 1);
	loop = asyncio_new_event_loop();
}

static void named(CoroutineFn *fn, void *arg, const char *name)
{
	Task *task = (loop_create_task)(loop, fn, arg); /* no place is noted */

	task_set_name(task, name);
}

static void show(int passes)
{
	make_passes(passes);
	asyncio_print_tasks(loop, stdout);
	fflush(stdout);
	_Exit(0);
}

static void wait_for_each_others_locks(void)
{
	static Lock *ours[] = { &lock, &till }, *theirs[] = { &till, &lock };

	start_loop();
	named(takes_both, ours, "ada");
	named(takes_both, theirs, "bob");
	named(takes, &lock, "cyd");
	ignore_status(loop_run_forever(loop));
	_Exit(0);
}

static void a_circle_of_locks_is_drawn_as_a_circle(void **state)
{
	needs_thread_count();
	assert_int_equal(run_child(wait_for_each_others_locks), 0);
	forget_stack_sizes();
	assert_printed(" task 'cyd' waits for lock 1, which task 'ada' holds");
	assert_printed("(for 1.0");
	assert_printed(" +-> task 'ada' waits for lock 'till', which task 'bob' holds");
	assert_printed(" |     task 'bob' waits for lock 1, which task 'ada' holds\n"
	               "    |       (for ");
	assert_printed(" -+\n    +-----");
}

static int locks_twice(void *which, void **result)
{
	succeeds(lock_acquire(which));
	return lock_acquire(which);
}

static void waits_for_itself(void)
{
	start_loop();
	named(locks_twice, &lock, "ada");
	show(1);
}

static void a_task_that_waits_for_its_own_lock_is_a_circle_of_one(void **state)
{
	assert_int_equal(run_child(waits_for_itself), 0);
	forget_stack_sizes();
	assert_printed("  +-> task 'ada' waits for lock 1, which task 'ada' holds\n"
	               "  |     (for ");
	assert_printed(" -+\n  +-----");
	assert_int_equal(printed("\n"), 3);
}

static void leave_locks_behind(void)
{
	start_loop();
	named(leaves_it_locked, &lock, "careless");
	succeeds(lock_acquire(&other)); /* in no task */
	make_passes(1);
	named(takes, &till, "another"); /* where the careless task lay */
	named(takes, &lock, "one");
	named(takes, &other, "two");
	show(1);
}

/* The stack of the task that has ended becomes the stack of another task, which does not
 * hold the lock. */
static void a_lock_whose_holder_has_ended_is_not_attributed_to_another_task(void **state)
{
	assert_int_equal(run_child(leave_locks_behind), 0);
	assert_printed("task 'one' waits for lock 1, which no task here holds, but it is "
	               "locked\n    (");
	assert_printed("task 'two' waits for lock 2, which no task here holds, but it is "
	               "locked\n    (");
}

static int hands_it_over(void *which, void **result)
{
	succeeds(lock_acquire(which));
	succeeds(asyncio_sleep(0));
	lock_release(which);
	return asyncio_sleep(INFINITY);
}

static void hand_it_over(void)
{
	start_loop();
	named(hands_it_over, &lock, "first");
	named(takes, &lock, "second");
	named(takes, &lock, "third");
	make_passes(2);
	asyncio_print_tasks(loop, stdout);
	show(1);
}

static void the_holder_is_the_task_that_acquired_the_lock_last(void **state)
{
	assert_int_equal(run_child(hand_it_over), 0);
	assert_printed(
		"task 'third' waits for lock 1, which is reserved for another task");
	assert_printed("task 'third' waits for lock 1, which task 'second' holds");
	assert_int_equal(strstr(program_output, "which task 'first' holds") == NULL,
	                 true);
}

TESTS(T(a_circle_of_locks_is_drawn_as_a_circle),
      T(a_task_that_waits_for_its_own_lock_is_a_circle_of_one),
      T(a_lock_whose_holder_has_ended_is_not_attributed_to_another_task),
      T(the_holder_is_the_task_that_acquired_the_lock_last))
