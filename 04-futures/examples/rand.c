/* rand.c - three tasks draw random numbers, each until it has one that is high enough. */
#include "program.h"
#include "random.h"
#include "runners.h"
#include "tasks.h"

#include <limits.h>

enum { TASKS = 3 };

typedef struct Draw {
	int idx, threshold, number;
} Draw;

/* The variant that always sleeps for a second. */
static bool notes;

static int makerandom(void *arg, void **result)
{
	static const char *const colours[TASKS] = { "\033[36m", "\033[91m", "\033[35m" };
	Draw *draw = arg;
	const char *c = colours[draw->idx], *name = notes ? "make_random" : "makerandom";
	int error;

	printf("%sInitiated %s(%d).\n", c, name, draw->idx);
	draw->number = random_randint(0, 10);
	while (draw->number <= draw->threshold) {
		printf("%s%s(%d) == %d too low; retrying.\n", c, name, draw->idx,
		       draw->number);
		if ((error = asyncio_sleep(notes ? 1 : draw->idx + 1)) < 0)
			return error;
		draw->number = random_randint(0, 10);
	}
	printf("%s---> Finished: %s(%d) == %d%s\033[0m\n", c, name, draw->idx,
	       draw->number, notes ? "." : "");
	*result = &draw->number;
	return 0;
}

static int async_main(void *arg, void **result)
{
	static Draw draws[TASKS]; /* the tasks may run on when we have returned */
	Future *tasks[TASKS];
	void *r[TASKS];

	for (int i = 0; i < TASKS; i++) {
		draws[i] = (Draw){ .idx = i, .threshold = 10 - i - 1 };
		tasks[i] = asyncio_create_task(makerandom, &draws[i]);
	}
	int error = await(asyncio_gatherv(tasks, TASKS, r, NULL), NULL);
	if (error < 0)
		return error;
	printf("\nr1: %d, r2: %d, r3: %d\n", *(int *)r[0], *(int *)r[1], *(int *)r[2]);
	return 0;
}

int main(int argc, char *argv[])
{
	long seed = 444;
	Option options[] = { { "notes", &notes, OPTION_FLAG },
		             { "seed", &seed, 0, LONG_MAX },
		             { 0 } };

	program_begin(argc, argv, options,
	              " [--notes] [--seed N]\n\n"
	              "Three tasks draw random numbers until each has one that is high\n"
	              "enough. --notes: all of them sleep one second between two. N: 0\n"
	              "or more (444); the numbers are those of Python's random.seed(N).");
	random_seed((uint64_t)seed);
	int error = asyncio_run(async_main, NULL, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}
