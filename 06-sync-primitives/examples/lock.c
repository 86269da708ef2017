/* lock.c - a lock that is acquired before the coroutines run, and released by a
 * callback. */
#include "locks.h"
#include "program.h"
#include "runners.h"

static Lock lock;

static void unlock(void *unused)
{
	printf("callback releasing lock\n");
	lock_release(&lock);
}

static int coro1(void *arg, void **result)
{
	printf("coro1 waiting for the lock\n");
	int error = lock_acquire(&lock); /* async with lock: */
	if (error < 0)
		return error;
	printf("coro1 acquired lock\n");
	lock_release(&lock);
	printf("coro1 released lock\n");
	return 0;
}

static int coro2(void *arg, void **result)
{
	printf("coro2 waiting for the lock\n");
	int error = lock_acquire(&lock);
	if (error < 0)
		return error;
	printf("coro2 acquired lock\n");
	printf("coro2 released lock\n"); /* finally: */
	lock_release(&lock);
	return 0;
}

static int async_main(void *arg, void **result)
{
	static Handle later = HANDLE(unlock, NULL);

	printf("acquiring the lock before starting coroutines\n");
	int error = lock_acquire(&lock);
	if (error < 0)
		return error;
	printf("lock acquired: %s\n", lock_locked(&lock) ? "True" : "False");
	loop_call_later(asyncio_get_running_loop(), 0.1, &later);
	printf("waiting for coroutines\n");
	Task *first = asyncio_create_task(coro1, NULL);
	Task *second = asyncio_create_task(coro2, NULL);
	return await(asyncio_gather(NULL, first, second), NULL);
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nTwo coroutines wait for one lock.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
