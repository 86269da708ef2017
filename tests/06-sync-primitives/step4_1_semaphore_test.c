/* Step 6.4.1: a number of permits, and the tasks that wait for one. */
#include "sync.h"
#include "thread_count.h"

#include <limits.h>

static Semaphore semaphore;

static int acquires(void *name, void **result)
{
	return record(name, semaphore_acquire(&semaphore));
}

static void as_many_tasks_as_the_value_pass_and_the_next_one_waits(void **state)
{
	Semaphore wrong = { .value = -1 }, nothing = { 0 };

	semaphore.value = 2;
	begin();
	start_all(acquires, three, 3);
	make_passes(2);
	assert_trace("1:ok@1 2:ok@1");
	assert_int_equal(semaphore.value, 0);
	assert_int_equal(semaphore_acquire(&wrong), -EINVAL);
	assert_int_equal(semaphore_release(&wrong), -EINVAL);
	assert_int_equal(semaphore_acquire(&nothing), -EPERM);
	assert_int_equal(semaphore_release(&nothing), 0);
	assert_int_equal(semaphore_acquire(&nothing), 0);
	end();
}

static void a_permit_goes_to_the_task_that_has_waited_longest(void **state)
{
	begin();
	start_all(acquires, three, 3);
	make_passes(1);
	assert_int_equal(semaphore_release(&semaphore), 0);
	make_passes(2);
	assert_trace("1:ok@2");
	assert_int_equal(waiting(&semaphore.waiters), 2);
	end();
}

static void two_permits_go_to_the_two_tasks_that_have_waited_longest(void **state)
{
	begin();
	start_all(acquires, three, 3);
	make_passes(1);
	semaphore_release(&semaphore);
	semaphore_release(&semaphore);
	make_passes(2);
	assert_trace("1:ok@2 2:ok@2");
	assert_int_equal(semaphore.value, 0);
	end();
}

static void the_value_of_a_semaphore_grows_but_not_over_its_bound(void **state)
{
	BoundedSemaphore bounded = { .value = 1, .bound = 1 };
	BoundedSemaphore wrong = { .value = 1, .bound = -1 };
	Semaphore full = { .value = LONG_MAX };

	semaphore.value = 1;
	for (int i = 0; i < 1000; i++)
		assert_int_equal(semaphore_release(&semaphore), 0);
	assert_int_equal(semaphore.value, 1001);
	assert_int_equal(semaphore_release(&bounded), -ERANGE);
	assert_int_equal(bounded.value, 1);
	assert_int_equal(semaphore_acquire(&bounded), 0);
	assert_int_equal(semaphore_release(&bounded), 0);
	assert_int_equal(semaphore_release(&bounded), -ERANGE);
	assert_int_equal(semaphore_acquire(&wrong), -EINVAL);
	assert_int_equal(semaphore_release(&wrong), -EINVAL);
	assert_int_equal(semaphore_release(&full), -ERANGE);
	assert_int_equal(full.value, LONG_MAX);
}

static void a_reserved_permit_does_not_count_against_the_bound(void **state)
{
	semaphore.bound = 1;
	begin();
	start(acquires, "1");
	make_passes(1);
	assert_int_equal(semaphore_release(&semaphore), 0); /* reserved for 1 */
	assert_int_equal(semaphore.reserved, 1);
	assert_int_equal(semaphore_release(&semaphore), 0);
	assert_int_equal(semaphore_release(&semaphore), -ERANGE);
	make_passes(1);
	assert_trace("1:ok@2");
	assert_int_equal(semaphore.value, 1);
	end();
}

static void a_semaphore_is_locked_if_a_newcomer_has_to_wait(void **state)
{
	begin();
	assert_true(semaphore_locked(&semaphore));
	start(acquires, "1");
	make_passes(1);
	semaphore_release(&semaphore);
	semaphore_release(&semaphore);
	assert_int_equal(semaphore.value, 1);
	assert_true(semaphore_locked(&semaphore)); /* a permit is reserved for 1 */
	make_passes(1);
	assert_trace("1:ok@2");
	assert_int_equal(semaphore.value, 1);
	assert_false(semaphore_locked(&semaphore));
	end();
}

static void releases_one(void *unused)
{
	semaphore_release(&semaphore);
}

static void releases_two(void *unused)
{
	semaphore_release(&semaphore);
	semaphore_release(&semaphore);
}

/* 2 and 3 come while a permit is reserved for 1, and another one is free. */
static void a_release_wakes_one_task_even_if_more_permits_are_free(void **state)
{
	Handle two = HANDLE(releases_two, NULL), one = HANDLE(releases_one, NULL);

	begin();
	start(acquires, "1");
	make_passes(1);
	loop_call_soon(loop, &two);
	start(acquires, "2");
	start(acquires, "3");
	loop_call_soon(loop, &one);
	make_passes(1);
	assert_trace("");
	assert_int_equal(semaphore.value, 1);
	make_passes(1);
	assert_trace("1:ok@3 2:ok@3");
	make_passes(1);
	assert_trace("1:ok@3 2:ok@3 3:ok@4");
	end();
}

/* The one that is woken hands out all that is free. */
static void permits_that_are_free_go_to_as_many_tasks_as_have_come(void **state)
{
	Handle two = HANDLE(releases_two, NULL), one = HANDLE(releases_one, NULL);

	begin();
	start(acquires, "1");
	make_passes(1);
	loop_call_soon(loop, &two);
	loop_call_soon(loop, &one);
	start(acquires, "2");
	start(acquires, "3");
	make_passes(1);
	assert_trace("");
	assert_int_equal(semaphore.value, 2);
	make_passes(2);
	assert_trace("1:ok@3 2:ok@4 3:ok@4");
	end();
}

static int works_twice(void *name, void **result)
{
	for (int round = 1; round <= 2; round++) {
		if (semaphore_acquire(&semaphore) < 0)
			return 0;
		trace("%s_%d", (char *)name, round);
		succeeds(asyncio_sleep(0));
		semaphore_release(&semaphore);
	}
	return 0;
}

static void a_task_that_comes_back_is_the_last_of_the_wait_queue(void **state)
{
	static const char *const names[] = { "c1", "c2", "c3" };

	begin();
	semaphore_release(&semaphore);
	assert_int_equal(semaphore.value, 1);
	start_all(works_twice, names, 3);
	make_passes(20);
	assert_trace("c1_1 c2_1 c3_1 c1_2 c2_2 c3_2");
	assert_int_equal(semaphore.value, 1);
	end();
}

static void release(void *unused)
{
	semaphore_release(&semaphore);
}

static void a_newcomer_between_two_releases_does_not_overtake(void **state)
{
	Handle first = HANDLE(release, NULL), second = HANDLE(release, NULL);

	begin();
	start(acquires, "a");
	make_passes(1);
	loop_call_soon(loop, &first);
	start(acquires, "b");
	loop_call_soon(loop, &second);
	make_passes(4);
	assert_trace("a:ok@3 b:ok@3");
	assert_int_equal(semaphore.value, 0);
	end();
}

static void free_permits_wait_until_the_woken_task_has_run(void **state)
{
	begin();
	start(acquires, "1");
	make_passes(1);
	start(acquires, "2"); /* it runs after the permits are released */
	for (int i = 0; i < 3; i++)
		semaphore_release(&semaphore);
	assert_int_equal(semaphore.value, 2);
	assert_true(semaphore_locked(&semaphore));
	make_passes(1);
	assert_trace("1:ok@2");
	make_passes(1);
	assert_trace("1:ok@2 2:ok@3");
	assert_int_equal(semaphore.value, 1);
	assert_false(semaphore_locked(&semaphore));
	end();
}

static int working, most;

static int works(void *unused, void **result)
{
	if (semaphore_acquire(&semaphore) < 0)
		return 0;
	if (++working > most)
		most = working;
	succeeds(asyncio_sleep(0.1));
	working--;
	return semaphore_release(&semaphore);
}

static void never_do_more_tasks_work_than_there_are_permits(void **state)
{
	needs_thread_count();
	semaphore.value = 3;
	begin();
	for (int i = 0; i < 10; i++)
		start(works, "worker");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(most, 3);
	assert_int_equal(semaphore.value, 3);
	assert_compared(loop_time(loop), >, 0.39);
	assert_compared(loop_time(loop), <, 0.41);
	end();
}

static void tasks_of_two_loops_cannot_share_a_wait_queue(void **state)
{
	begin();
	start(acquires, "1");
	make_passes(1);
	Loop *other = asyncio_new_event_loop();
	assert_non_null(other);
	Task *stranger = loop_create_task(other, acquires, "2");
	assert_int_equal(loop_run_until_complete(other, stranger, NULL), -EINVAL);
	assert_trace("2:EINVAL@1");
	assert_int_equal(waiting(&semaphore.waiters), 1);
	loop_free(other);
	end();
}

TESTS(T(as_many_tasks_as_the_value_pass_and_the_next_one_waits),
      T(a_permit_goes_to_the_task_that_has_waited_longest),
      T(two_permits_go_to_the_two_tasks_that_have_waited_longest),
      T(the_value_of_a_semaphore_grows_but_not_over_its_bound),
      T(a_reserved_permit_does_not_count_against_the_bound),
      T(a_semaphore_is_locked_if_a_newcomer_has_to_wait),
      T(a_task_that_comes_back_is_the_last_of_the_wait_queue),
      T(a_newcomer_between_two_releases_does_not_overtake),
      T(free_permits_wait_until_the_woken_task_has_run),
      T(a_release_wakes_one_task_even_if_more_permits_are_free),
      T(permits_that_are_free_go_to_as_many_tasks_as_have_come),
      T(never_do_more_tasks_work_than_there_are_permits),
      T(tasks_of_two_loops_cannot_share_a_wait_queue))
