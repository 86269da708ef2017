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

TESTS(T(a_notification_is_seen_in_a_trace))
