/* gap.c - after a release, and before the task that it has woken runs, another task tries
 * to acquire the lock. */
#include "locks.h"
#include "program.h"
#include "runners.h"

static Lock lock;

/* A task sleeps for so long, then acquires the lock and holds it for so long: seconds. */
typedef struct Wish {
	const char *name;
	double after, holds;
} Wish;

static int wants_the_lock(void *arg, void **result)
{
	const Wish *wish = arg;
	int error = asyncio_sleep(wish->after);

	if (error == 0)
		error = lock_acquire(&lock);
	if (error < 0)
		return error;
	printf("%s has the lock\n", wish->name);
	error = asyncio_sleep(wish->holds);
	lock_release(&lock);
	return error;
}

static int async_main(void *arg, void **result)
{
	static Wish wishes[] = { { "ada", 0, 2 }, { "bob", 1, 1 }, { "cyd", 2, 1 } };
	Task *tasks[3];

	task_set_name(asyncio_current_task(), "main");
	for (int i = 0; i < 3; i++) {
		tasks[i] = asyncio_create_task(wants_the_lock, &wishes[i]);
		task_set_name(tasks[i], wishes[i].name);
	}
	return await(asyncio_gather(NULL, tasks[0], tasks[1], tasks[2]), NULL);
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nThree tasks want one lock.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
