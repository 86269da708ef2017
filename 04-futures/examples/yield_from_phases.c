/* yield_from_phases.c - chain_phases as it was written before there was await: phases
 * that are generators, and yield from. */
#include "program.h"
#include "runners.h"

static char result2[40];

static int phase1(void *arg, void **result)
{
	printf("in phase1\n");
	*result = "result1";
	return 0;
}

static int phase2(void *arg, void **result)
{
	printf("in phase2\n");
	snprintf(result2, sizeof result2, "result2 derived from %s", (char *)arg);
	*result = result2;
	return 0;
}

/* result = yield from phase(arg). */
static int run_phase(GeneratorFn *phase, void *arg, void **result)
{
	Generator *inner = generator_new(phase, arg);
	int error = generator_yield_from(inner, result);

	generator_free(inner);
	return error;
}

static int outer(void *arg, void **result)
{
	void **results = arg;
	int error;

	printf("in outer\n");
	printf("waiting for result1\n");
	if ((error = run_phase(phase1, NULL, &results[0])) < 0)
		return error;
	printf("waiting for result2\n");
	return run_phase(phase2, results[0], &results[1]);
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nRuns one generator after the other.");
	void *results[] = { "", "" };
	int error = asyncio_run(outer, results, NULL);

	if (error < 0)
		program_fail(error);
	printf("return value: ('%s', '%s')\n", (char *)results[0], (char *)results[1]);
	return 0;
}
