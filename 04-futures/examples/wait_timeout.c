/* wait_timeout.c - waits for several tasks, but not for long, and calls off those that
 * are not done by then. */
#include "program.h"
#include "runners.h"
#include "tasks.h"

enum { MOST = 100 };

static int phase(void *arg, void **result)
{
	int i = *(int *)arg;

	printf("in phase %d\n", i);
	int error = asyncio_sleep(0.1 * i);
	if (error == -ECANCELED)
		printf("phase %d canceled\n", i);
	if (error == 0)
		printf("done with phase %d\n", i);
	return error;
}

static int async_main(void *arg, void **result)
{
	static int numbers[MOST]; /* the tasks end after us */
	ssize_t num_phases = *(long *)arg;
	Future *phases[MOST];

	printf("starting main\n");
	for (int i = 0; i < num_phases; i++) {
		numbers[i] = i;
		phases[i] = asyncio_create_task(phase, &numbers[i]);
	}
	printf("waiting 0.1 for phases to complete\n");
	ssize_t completed = asyncio_wait(phases, (size_t)num_phases, 0.1, ALL_COMPLETED);
	if (completed >= 0)
		printf("%zd completed and %zd pending\n", completed,
		       num_phases - completed);
	if (completed < num_phases)
		printf("canceling tasks\n");
	for (ssize_t i = 0; i < num_phases; i++) {
		if (i >= completed)
			task_cancel(phases[i]);
		task_detach(phases[i]);
	}
	printf("exiting main\n");
	return completed < 0 ? (int)completed : 0;
}

int main(int argc, char *argv[])
{
	long num_phases = 3;
	Option options[] = { { "phases", &num_phases, 1, MOST }, { 0 } };

	program_begin(argc, argv, options,
	              " [--phases N]\n\n"
	              "Waits for N tasks (1 to 100; 3), but for 0.1 seconds at most.");
	int error = asyncio_run(async_main, &num_phases, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}
