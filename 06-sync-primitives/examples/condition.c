/* condition.c - consumers wait, and one, then two, then all of them are notified. */
#include "locks.h"
#include "program.h"
#include "runners.h"

enum { MOST = 1000 };

static Lock lock;
static Condition condition = { .lock = &lock };

static int consumer(void *arg, void **result)
{
	int n = *(int *)arg, error = lock_acquire(&lock); /* async with condition: */

	if (error < 0)
		return error;
	printf("consumer %d is waiting\n", n);
	error = condition_wait(&condition);
	if (error == 0)
		printf("consumer %d triggered\n", n);
	lock_release(&lock);
	if (error == 0)
		printf("ending consumer %d\n", n);
	return error;
}

/* Notifies n consumers, or, for n = 0, all of them. */
static int notify(int n)
{
	int error = lock_acquire(&lock);

	if (error < 0)
		return error;
	if (n > 0) {
		printf("notifying %d consumers\n", n);
		condition_notify(&condition, (size_t)n);
	} else {
		printf("notifying remaining consumers\n");
		condition_notify_all(&condition);
	}
	lock_release(&lock);
	return 0;
}

static int manipulate_condition(void *arg, void **result)
{
	printf("starting manipulate_condition\n");
	int error = asyncio_sleep(0.1); /* let the consumers start */
	for (int i = 1; i < 3 && error == 0; i++) {
		error = notify(i);
		if (error == 0)
			error = asyncio_sleep(0.1);
	}
	if (error == 0)
		error = notify(0);
	if (error == 0)
		printf("ending manipulate_condition\n");
	return error;
}

static int async_main(void *arg, void **result)
{
	static int numbers[MOST];
	long consumers = *(long *)arg;
	Future *tasks[MOST + 1];

	for (int i = 0; i < consumers; i++) {
		numbers[i] = i;
		tasks[i] = asyncio_create_task(consumer, &numbers[i]);
	}
	tasks[consumers] = asyncio_create_task(manipulate_condition, NULL);
	return await(asyncio_gatherv(tasks, (size_t)consumers + 1, NULL, NULL), NULL);
}

int main(int argc, char *argv[])
{
	long consumers = 5;
	Option options[] = { { "consumers", &consumers, 1, MOST }, { 0 } };

	program_begin(
		argc, argv, options,
		" [--consumers N]\n\nNotifies N consumers (1 to 1000; 5), first one "
		"of them, then two,\nthen all that are left.");
	int error = asyncio_run(async_main, &consumers, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}
