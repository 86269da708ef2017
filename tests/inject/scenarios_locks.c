/* scenarios_locks.c - tasks that wait for each other: chapter 6. */
#include "scenario.h"

enum { TASKS = 3 };

/* Runs fn in three tasks. Those that there was no memory for are -ENOMEM. */
static int in_tasks(CoroutineFn *fn, void *arg)
{
	Task *tasks[TASKS];
	int error = 0;

	for (int i = 0; i < TASKS; i++)
		tasks[i] = asyncio_create_task(fn, arg);
	for (int i = 0; i < TASKS; i++) {
		int status = await(tasks[i], NULL);
		error = error < 0 ? error : status;
	}
	return error;
}

static int event_waiter(void *event, void **result)
{
	TRY(event_wait(event));
	printf("set\n");
	return 0;
}

static void event_setter(void *event)
{
	event_set(event);
}

COROUTINE_SCENARIO(event_wait, "event_set event_clear event_is_set")
{
	Event event = { 0 };
	Handle set = HANDLE(event_setter, &event);

	require(loop_call_later(running(), 1, &set) == 0);
	int error = in_tasks(event_waiter, &event);
	handle_cancel(&set);
	require(error < 0 || event_is_set(&event));
	event_clear(&event);
	return error;
}

static int locker(void *lock, void **result)
{
	TRY(lock_acquire(lock));
	require(lock_locked(lock));
	int error = asyncio_sleep(0.1);
	require(lock_release(lock) == 0);
	return error;
}

COROUTINE_SCENARIO(lock_acquire, "lock_release lock_locked")
{
	Lock lock = { 0 };
	int error = in_tasks(locker, &lock);

	require(!lock_locked(&lock));
	return error;
}

static int condition_waiter(void *condition, void **result)
{
	Condition *c = condition;

	TRY(lock_acquire(c->lock));
	int error = condition_wait(c);
	require(lock_locked(c->lock));
	require(lock_release(c->lock) == 0);
	return error;
}

static int notifier(void *condition, void **result)
{
	Condition *c = condition;

	for (int i = 0; i < 2; i++) {
		TRY(asyncio_sleep(0.1));
		TRY(lock_acquire(c->lock));
		int error = i == 0 ? condition_notify(c, 1) : condition_notify_all(c);
		require(lock_release(c->lock) == 0);
		TRY(error);
	}
	return 0;
}

COROUTINE_SCENARIO(condition_wait, "condition_notify condition_notify_all")
{
	Lock lock = { 0 };
	Condition condition = { .lock = &lock };
	Task *task = asyncio_create_task(notifier, &condition);

	TRY(task == NULL ? -ENOMEM : 0); /* nobody would wake the others */
	int error = in_tasks(condition_waiter, &condition);
	int status = await(task, NULL);
	require(!lock_locked(&lock));
	return error < 0 ? error : status;
}

static bool is_three(void *number)
{
	return *(int *)number == 3;
}

typedef struct Counted {
	Condition *condition;
	int number;
} Counted;

static int counter(void *arg, void **result)
{
	Counted *counted = arg;

	for (int i = 0; i < 3; i++) {
		TRY(asyncio_sleep(0.1));
		TRY(lock_acquire(counted->condition->lock));
		counted->number++;
		condition_notify_all(counted->condition);
		TRY(lock_release(counted->condition->lock));
	}
	return 0;
}

COROUTINE_SCENARIO(condition_wait_for, "")
{
	Lock lock = { 0 };
	Condition condition = { .lock = &lock };
	Counted counted = { .condition = &condition };
	Task *task = asyncio_create_task(counter, &counted);

	TRY(task == NULL ? -ENOMEM : 0);
	TRY(lock_acquire(&lock));
	int error = condition_wait_for(&condition, is_three, &counted.number);
	TRY(lock_release(&lock));
	int status = await(task, NULL);
	return error < 0 ? error : status;
}

static int passer(void *semaphore, void **result)
{
	TRY(semaphore_acquire(semaphore));
	int error = asyncio_sleep(0.1);
	int status = semaphore_release(semaphore);
	return error < 0 ? error : status;
}

COROUTINE_SCENARIO(semaphore_acquire, "semaphore_release semaphore_locked")
{
	BoundedSemaphore semaphore = { .value = 2, .bound = 2 };
	int error = in_tasks(passer, &semaphore);

	require(semaphore.value == 2 && !semaphore_locked(&semaphore));
	return error;
}

/* With a party less the others would wait for ever: they have a second. */
static int party(void *barrier, void **result)
{
	Timeout timeout = { 0 };

	TRY(timeout_enter(&timeout, 1));
	int status = timeout_exit(&timeout, barrier_wait(barrier));
	if (status == -ETIMEDOUT)
		barrier_abort(barrier);
	return status < 0 ? status : 0;
}

COROUTINE_SCENARIO(barrier_wait,
                   "barrier_reset barrier_abort barrier_n_waiting barrier_broken")
{
	Barrier barrier = { .parties = TASKS + 1 };
	Task *task = asyncio_create_task(party, &barrier);
	int error = in_tasks(party, &barrier), status = await(task, NULL);

	require(barrier_n_waiting(&barrier) == 0);
	require(barrier_broken(&barrier) == (error < 0 || status < 0));
	barrier_reset(&barrier);
	require(!barrier_broken(&barrier));
	barrier_abort(&barrier);
	/* There was no memory for one of them, and so the others waited in vain. */
	return error == -ETIMEDOUT || error == -EPIPE || task == NULL ? -ENOMEM
	       : error < 0                                            ? error
	                                                              : status;
}
