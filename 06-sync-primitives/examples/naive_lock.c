/* naive_lock.c - the lock that most of us write first, and what happens to it in the gap
 * between waking a task and its run. With --lock the same tasks share a Lock instead. */
#include "locks.h"
#include "program.h"
#include "runners.h"

typedef struct NaiveLock {
	bool locked;
	Links waiters;
} NaiveLock;

static const FutureKind naive_waiter = { "a naive lock", waiter_cancel, NULL, true,
	                                 NULL };

static int naive_acquire(NaiveLock *lock)
{
	while (lock->locked) {
		Waiter waiter;
		int error = waiters_wait(&lock->waiters, &waiter, &naive_waiter);
		if (error < 0)
			return error;
	}
	lock->locked = true;
	return 0;
}

static void naive_release(NaiveLock *lock)
{
	lock->locked = false;
	waiters_wake(&lock->waiters);
}

static NaiveLock naive;
static Lock lock;
static bool with_lock, with_cancel;

enum { TASKS = 3 };
static const char *const names[TASKS] = { "ada", "bob", "cyd" };
static Task *tasks[TASKS];
static int times[TASKS]; /* how often each had the lock */

static int acquire(void)
{
	return with_lock ? lock_acquire(&lock) : naive_acquire(&naive);
}

static void release(void)
{
	if (with_lock)
		lock_release(&lock);
	else
		naive_release(&naive);
}

/* Acquires the lock, works with it for a second, releases it, and so on. */
static int work(void *arg, void **result)
{
	int i = *(int *)arg, error = 0;

	while (error == 0) {
		error = acquire();
		if (error < 0)
			break;
		times[i]++;
		error = asyncio_sleep(1);
		release();
	}
	return error;
}

/* Acquires the lock once, releases it, and cancels bob before bob has run. */
static int work_once(void *arg, void **result)
{
	int error = acquire();

	if (error < 0)
		return error;
	printf("ada has the lock, bob and cyd wait\n");
	error = asyncio_sleep(1);
	printf("ada releases the lock, which wakes bob, and cancels bob\n");
	release();
	task_cancel(tasks[1]);
	return error;
}

static int work_later(void *arg, void **result)
{
	int error = acquire();

	if (error < 0)
		return error;
	printf("%s has the lock\n", names[*(int *)arg]);
	release();
	return 0;
}

static int async_main(void *arg, void **result)
{
	static int numbers[TASKS] = { 0, 1, 2 };
	int errors[TASKS];

	task_set_name(asyncio_current_task(), "main");
	for (int i = 0; i < TASKS; i++) {
		CoroutineFn *fn = !with_cancel ? work : i == 0 ? work_once : work_later;
		tasks[i] = asyncio_create_task(fn, &numbers[i]);
		task_set_name(tasks[i], names[i]);
	}
	int error = with_cancel ? 0 : asyncio_sleep(100);
	for (int i = 0; i < TASKS && !with_cancel; i++) {
		printf("%s had the lock %d times in 100 s\n", names[i], times[i]);
		task_cancel(tasks[i]);
	}
	int status = await(asyncio_gatherv(tasks, TASKS, NULL, errors), NULL);
	return error < 0 ? error : status;
}

int main(int argc, char *argv[])
{
	Option options[] = { { "lock", &with_lock, OPTION_FLAG },
		             { "cancel", &with_cancel, OPTION_FLAG },
		             { 0 } };

	program_begin(argc, argv, options,
	              " [--lock] [--cancel]\n\nThree tasks share a naive lock, or a "
	              "Lock; or one of them is\ncancelled after it was woken.");
	setvbuf(stdout, NULL, _IOLBF, 0);
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
