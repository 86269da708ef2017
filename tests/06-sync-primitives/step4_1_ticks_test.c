/* Step 6.4.1: how many passes each kind of wait takes. */
#include "queues.h"
#include "sync.h"

static Queue queue = { .maxsize = 1 };
static Lock lock, other_lock;
static Condition condition = { .lock = &other_lock };
static Event event;
static Semaphore semaphore;

static int returns(void *name, void **result)
{
	return record(name, 0);
}

static int asks_for_what_is_there(void *unused, void **result)
{
	Future *done = loop_create_future(loop),
	       *none = asyncio_gatherv(NULL, 0, NULL, NULL);

	future_set_result(done, NULL);
	record("future", await(done, NULL));
	record("gather", await(none, NULL));
	record("lock", lock_acquire(&lock));
	record("event", event_wait(&event));
	record("queue", queue_get(&queue, NULL));
	record("semaphore", semaphore_acquire(&semaphore));
	return returns("call", NULL);
}

static void what_is_ready_takes_no_pass(void **state)
{
	begin();
	event_set(&event);
	semaphore.value = 1;
	assert_int_equal(queue_put_nowait(&queue, "item"), 0);
	start(asks_for_what_is_there, "asks");
	make_passes(1);
	assert_trace("future:ok@1 gather:ok@1 lock:ok@1 event:ok@1 queue:ok@1 "
	             "semaphore:ok@1 call:ok@1");
	assert_int_equal(semaphore.value, 0);
	queue_clear(&queue);
	end();
}

static int takes(void *name, void **result)
{
	return record(name, queue_get(&queue, NULL));
}

static int puts_two(void *name, void **result)
{
	succeeds(queue_put(&queue, "one"));
	return record(name, queue_put(&queue, "two"));
}

static int joins(void *name, void **result)
{
	return record(name, queue_join(&queue));
}

static void puts_one(void *unused)
{
	succeeds(queue_put_nowait(&queue, "item"));
}

static void gets_one(void *unused)
{
	succeeds(queue_get_nowait(&queue, NULL));
}

static void finishes(void *unused)
{
	while (queue_task_done(&queue) == 0)
		;
}

static int acquires(void *name, void **result)
{
	return record(name, lock_acquire(&lock));
}

static void releases(void *unused)
{
	lock_release(&lock);
}

static int waits(void *name, void **result)
{
	return record(name, event_wait(&event));
}

static void sets(void *unused)
{
	event_set(&event);
}

static int acquires_a_permit(void *name, void **result)
{
	return record(name, semaphore_acquire(&semaphore));
}

static void releases_a_permit(void *unused)
{
	semaphore_release(&semaphore);
}

static int waits_for_a_notice(void *name, void **result)
{
	succeeds(lock_acquire(&other_lock));
	return record(name, condition_wait(&condition));
}

static void notifies(void *unused)
{
	succeeds(lock_acquire(&other_lock));
	condition_notify(&condition, 1);
	lock_release(&other_lock);
}

/* The task waits from pass 1 on; the trigger comes in pass 3. */
static void takes_one_pass(CoroutineFn *fn, void (*trigger)(void *), const char *name)
{
	Handle handle = HANDLE(trigger, NULL);
	char expected[40];

	begin();
	start(fn, name);
	make_passes(2);
	assert_trace("");
	loop_call_soon(loop, &handle);
	make_passes(1);
	assert_trace("");
	make_passes(1);
	snprintf(expected, sizeof expected, "%s:ok@4", name);
	assert_trace(expected);
	forget_trace();
	end();
}

static void what_is_waited_for_takes_one_pass(void **state)
{
	succeeds(lock_acquire(&lock));
	takes_one_pass(takes, puts_one, "get");
	takes_one_pass(puts_two, gets_one, "put");
	takes_one_pass(joins, finishes, "join");
	queue_clear(&queue);
	takes_one_pass(acquires, releases, "lock");
	takes_one_pass(waits, sets, "event");
	takes_one_pass(waits_for_a_notice, notifies, "condition");
	takes_one_pass(acquires_a_permit, releases_a_permit, "semaphore");
}

TESTS(T(what_is_ready_takes_no_pass), T(what_is_waited_for_takes_one_pass))
