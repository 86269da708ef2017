/* Rung 5.1.1: wait queues: tasks that wait in the order in which they came. */
#include "queueing.h"

static const FutureKind guest_kind = { "its turn", waiter_cancel, NULL, true,
	                            NULL };

typedef struct Guest {
	Links *waiters;
	const char *name;
	Task *task;
} Guest;

static int waits(void *arg, void **result)
{
	const Guest *guest = arg;
	Waiter waiter;
	int status = waiters_wait(guest->waiters, &waiter, &guest_kind);

	trace("%s:%s@%d%s", guest->name, how(status), pass,
	      waiter_was_woken(&waiter) ? "!" : "");
	return status;
}

static void line_up(Links *waiters, Guest *guests, size_t n)
{
	static const char *const names[] = { "a", "b", "c", "d" };

	for (size_t i = 0; i < n; i++) {
		guests[i] = (Guest){ waiters, names[i], NULL };
		guests[i].task = new_task(waits, &guests[i]);
	}
	make_passes(1);
}

static void disperse(const Guest *guests, size_t n)
{
	for (size_t i = 0; i < n; i++)
		future_unref(guests[i].task);
	loop_free(loop);
}

static void they_are_woken_one_by_one_or_all_together(void **state)
{
	Links waiters = { 0 };
	Guest guests[4];

	begin();
	assert_true(waiters_empty(&waiters));
	assert_false(waiters_wake(&waiters));
	assert_false(waiters_wake_all(&waiters));
	line_up(&waiters, guests, 4);
	assert_false(waiters_empty(&waiters));
	assert_true(waiters_wake(&waiters));
	make_passes(1);
	assert_trace("a:ok@2!");
	assert_true(waiters_wake_all(&waiters));
	assert_true(waiters_empty(&waiters));
	make_passes(1);
	assert_trace("a:ok@2! b:ok@3! c:ok@3! d:ok@3!");
	assert_false(waiters_wake(&waiters));
	disperse(guests, 4);
}

/* Reports ask a waiter's future where the task waits. */
static void a_waiter_says_in_which_wait_queue_it_is(void **state)
{
	Links waiters = { 0 };
	Guest guests[1];

	begin();
	line_up(&waiters, guests, 1);
	assert_non_null(waiters.next);
	const Waiter *waiter = container_of(waiters.next, Waiter, links);
	bool its_value_is_the_wait_queue = waiter->future.value == &waiters;
	assert_true(its_value_is_the_wait_queue);
	assert_true(waiters_wake(&waiters));
	make_passes(1);
	disperse(guests, 1);
}

/* A refused waiter was not woken for anything that others could have. */
static void they_can_be_refused(void **state)
{
	Links waiters = { 0 };
	Guest guests[2];

	begin();
	line_up(&waiters, guests, 2);
	waiters_refuse(&waiters, -EIO);
	make_passes(1);
	assert_trace("a:EIO@2 b:EIO@2");
	assert_true(waiters_empty(&waiters));
	waiters_refuse(&waiters, -EIO);
	future_result(guests[0].task, NULL);
	future_result(guests[1].task, NULL);
	disperse(guests, 2);
}

/* Before it was woken, or after: the caller has to know. */
static void a_cancelled_waiter_knows_whether_it_had_been_woken(void **state)
{
	Links waiters = { 0 };
	Guest guests[2];

	begin();
	line_up(&waiters, guests, 2);
	assert_true(waiters_wake(&waiters));
	task_cancel(guests[0].task);
	task_cancel(guests[1].task);
	assert_true(waiters_empty(&waiters));
	make_passes(1);
	assert_trace("a:ECANCELED@2! b:ECANCELED@2");
	disperse(guests, 2);
}

static void outside_of_a_task_a_wait_is_refused(void **state)
{
	Links waiters = { 0 };
	Waiter waiter;

	assert_int_equal(waiters_wait(&waiters, &waiter, &guest_kind), -EPERM);
	assert_false(waiter_was_woken(&waiter));
	assert_true(waiters_empty(&waiters));
}

/* A waiter lies on a stack, where an earlier one may have been: here one that was woken,
 * and whose neighbours are still there. */
static void a_refused_waiter_counts_as_never_woken_and_in_no_queue(void **state)
{
	Links waiters = { 0 }, before, after;
	Waiter waiter;

	begin();
	list_init(&before);
	list_init(&after);
	future_init(&waiter.future, loop, &guest_kind);
	waiter.future.state = FUTURE_FINISHED;
	waiter.links.prev = &before;
	waiter.links.next = &after;
	assert_true(waiter_was_woken(&waiter));
	assert_int_equal(waiter_join(&waiter, &waiters, &guest_kind), -EPERM);
	assert_false(waiter_was_woken(&waiter));
	waiter_leave(&waiter);
	bool its_old_neighbours_are_as_they_were =
		list_empty(&before) && list_empty(&after);
	assert_true(its_old_neighbours_are_as_they_were);
	loop_free(loop);
}

static int waits_where_another_loop_waits(void *waiters, void **result)
{
	Waiter waiter;

	future_init(&waiter.future, loop, &guest_kind);
	trace("%s", how(waiters_wait(waiters, &waiter, &guest_kind)));
	return 0;
}

static void the_tasks_of_a_wait_queue_are_of_one_loop(void **state)
{
	Links waiters = { 0 };
	Guest guests[1];

	begin();
	line_up(&waiters, guests, 1);
	Loop *first = loop;
	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	assert_int_equal(coroutine_status(waits_where_another_loop_waits, &waiters), 0);
	assert_trace("EINVAL");
	loop_free(loop);
	loop = first;
	assert_true(waiters_wake(&waiters));
	assert_true(waiters_empty(&waiters));
	make_passes(1);
	disperse(guests, 1);
}

/* Waits once more while its loop is closed, which ends the first wait and refuses the
 * second. */
static int waits_in_a_closed_loop(void *waiters, void **result)
{
	Waiter waiter;

	ignore_status(asyncio_sleep(INFINITY));
	trace("%s", how(waiters_wait(waiters, &waiter, &guest_kind)));
	trace("%s", waiters_empty(waiters) ? "left" : "its waiter is still there");
	return 0;
}

static void a_wait_that_was_refused_leaves_no_waiter(void **state)
{
	Links waiters = { 0 };

	begin();
	Task *task = new_task(waits_in_a_closed_loop, &waiters);
	make_passes(1);
	loop_close(loop);
	future_unref(task);
	assert_trace("ECANCELED left");
	loop_free(loop);
}

TESTS(T(they_are_woken_one_by_one_or_all_together), T(they_can_be_refused),
      T(a_waiter_says_in_which_wait_queue_it_is),
      T(a_cancelled_waiter_knows_whether_it_had_been_woken),
      T(outside_of_a_task_a_wait_is_refused), T(a_wait_that_was_refused_leaves_no_waiter),
      T(a_refused_waiter_counts_as_never_woken_and_in_no_queue),
      T(the_tasks_of_a_wait_queue_are_of_one_loop))
