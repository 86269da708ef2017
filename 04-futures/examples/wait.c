/* wait.c - waits until several tasks are done. They stay ours: each is awaited
 * afterwards, which takes no time any more. */
#include "program.h"
#include "runners.h"
#include "show.h"

enum { MOST = 100 };

typedef struct Phase {
	int i;
	char result[40];
} Phase;

static int phase(void *arg, void **result)
{
	Phase *self = arg;

	printf("in phase %d\n", self->i);
	int error = asyncio_sleep(0.1 * self->i);
	if (error < 0)
		return error;
	printf("done with phase %d\n", self->i);
	snprintf(self->result, sizeof self->result, "phase %d result", self->i);
	*result = self->result;
	return 0;
}

static int async_main(void *arg, void **result)
{
	static Phase phases[MOST]; /* the tasks may run on when we have returned */
	ssize_t num_phases = *(long *)arg;
	Future *tasks[MOST];
	void *results[MOST];

	printf("starting main\n");
	for (int i = 0; i < num_phases; i++) {
		phases[i].i = i;
		tasks[i] = asyncio_create_task(phase, &phases[i]);
	}
	printf("waiting for phases to complete\n");
	ssize_t completed = asyncio_wait(tasks, (size_t)num_phases, -1, ALL_COMPLETED);
	int error = completed < 0 ? (int)completed : 0;
	for (int i = 0; i < num_phases; i++) {
		if (i < completed && error == 0)
			error = await(tasks[i], &results[i]);
		else
			task_detach(tasks[i]);
	}
	if (error == 0)
		show_results(results, (size_t)completed);
	return error;
}

int main(int argc, char *argv[])
{
	long num_phases = 3;
	Option options[] = { { "phases", &num_phases, 1, MOST }, { 0 } };

	program_begin(argc, argv, options,
	              " [--phases N]\n\nWaits until N tasks are done (1 to 100; 3).");
	int error = asyncio_run(async_main, &num_phases, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}
