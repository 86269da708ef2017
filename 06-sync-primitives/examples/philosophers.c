/* philosophers.c - three philosophers sit at a round table, a fork lies between each two
 * of them, and each needs two forks. All take the left one first, and wait for ever. */
#include "locks.h"
#include "program.h"
#include "runners.h"

enum { TABLE = 3 };

static Lock forks[TABLE] = { { .name = "first" },
	                     { .name = "second" },
	                     { .name = "third" } };
static const char *const names[TABLE] = { "Plato", "Kant", "Hume" };
static bool
	in_order; /* each first takes the fork that comes first in the array */

static int eat(Lock *one, Lock *other, const char *name)
{
	int error = lock_acquire(one);

	if (error < 0)
		return error;
	error = asyncio_sleep(0.1); /* looks for the other fork */
	if (error == 0)
		error = lock_acquire(other);
	if (error == 0) {
		printf("%s eats\n", name);
		lock_release(other);
	}
	lock_release(one);
	return error;
}

static int philosopher(void *name, void **result)
{
	size_t i = (size_t)((const char **)name - (const char **)names);
	Lock *left = &forks[i], *right = &forks[(i + 1) % TABLE];

	task_set_name(asyncio_current_task(), names[i]);
	return in_order && right < left ? eat(right, left, names[i])
	                                : eat(left, right, names[i]);
}

static int async_main(void *arg, void **result)
{
	Task *tasks[TABLE];

	for (int i = 0; i < TABLE; i++)
		tasks[i] = asyncio_create_task(philosopher, (void *)&names[i]);
	task_set_name(asyncio_current_task(), "main");
	return await(asyncio_gatherv(tasks, TABLE, NULL, NULL), NULL);
}

int main(int argc, char *argv[])
{
	Option options[] = { { "in-order", &in_order, OPTION_FLAG }, { 0 } };

	program_begin(
		argc, argv, options,
		" [--in-order]\n\nThree philosophers wait for each other's forks; or "
		"all take theirs\nin one order, and eat.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
