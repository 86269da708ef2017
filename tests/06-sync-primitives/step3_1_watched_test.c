/* Step 6.3.1: what a trace tells of a condition. */
#include "watching.h"

static Lock lock;
static Condition condition = { .lock = &lock, .name = "bell" };

static int waits(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	succeeds(condition_wait(&condition));
	return lock_release(&lock);
}

static void notify_a_condition(void)
{
	begin_to_watch();
	start(waits, "1");
	make_passes(1);
	succeeds(lock_acquire(&lock));
	condition_notify(&condition, 0);
	condition_notify_all(&condition);
	condition_notify_all(&condition);
	lock_release(&lock);
	make_passes(2);
	end();
}

static void a_notification_is_seen_in_a_trace(void **state)
{
	assert_told(notify_a_condition,
	            "waits for condition 'bell'; "
	            "outside of a pass: notifies condition 'bell'; "
	            "outside of a pass: notifies condition 'bell'; "
	            "outside of a pass: notifies condition 'bell': nobody waits");
}

static int waits_after_a_request(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	task_cancel(asyncio_current_task());
	int error = condition_wait(&condition);
	lock_release(&lock);
	return error;
}

static void a_wait_that_a_request_has_ended_already_is_for_a_condition(void **state)
{
	assert_told_of_a_wait_in_vain(waits_after_a_request, "condition");
}

TESTS(T(a_notification_is_seen_in_a_trace),
      T(a_wait_that_a_request_has_ended_already_is_for_a_condition))
