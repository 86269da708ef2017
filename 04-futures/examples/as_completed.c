/* as_completed.c - the results of several tasks, each as soon as it is there. */
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
	int error = asyncio_sleep(0.5 - 0.1 * self->i);
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
	size_t num_phases = (size_t) * (long *)arg, n = 0;
	Future *tasks[MOST], *next_to_complete;
	void *results[MOST];
	int status;

	printf("starting main\n");
	for (int i = 0; i < (int)num_phases; i++) {
		phases[i].i = i;
		tasks[i] = asyncio_create_task(phase, &phases[i]);
	}
	printf("waiting for phases to complete\n");
	AsCompleted it = { .futures = tasks, .n = num_phases };
	while ((status = as_completed_next(&it, &next_to_complete)) == 1) {
		status = await(next_to_complete, &results[n++]);
		if (status < 0)
			break;
		printf("received answer '%s'\n", (char *)results[n - 1]);
	}
	as_completed_close(&it);
	if (status == 0)
		show_results(results, n);
	for (; n < num_phases; n++) /* those that it has not handed out */
		task_detach(tasks[n]);
	return status;
}

int main(int argc, char *argv[])
{
	long num_phases = 3;
	Option options[] = { { "phases", &num_phases, 1, MOST }, { 0 } };

	program_begin(argc, argv, options,
	              " [--phases N]\n\n"
	              "Takes the results of N tasks (1 to 100; 3) as they come.");
	int error = asyncio_run(async_main, &num_phases, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}
