/* chain_phases.c - a coroutine that awaits two others, one after the other: it calls
 * them, because they are functions. A task is made only where one is wanted. */
#include "program.h"
#include "runners.h"

typedef struct Results {
	char *result1, result2[40];
} Results;

static int phase1(char **result)
{
	printf("in phase1\n");
	*result = "result1";
	return 0;
}

static int phase2(const char *arg, char result[40])
{
	printf("in phase2\n");
	snprintf(result, 40, "result2 derived from %s", arg);
	return 0;
}

static int outer(void *arg, void **result)
{
	Results *results = arg;
	int error;

	printf("in outer\n");
	printf("waiting for result1\n");
	if ((error = phase1(&results->result1)) < 0)
		return error;
	printf("waiting for result2\n");
	return phase2(results->result1, results->result2);
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nRuns one coroutine after the other.");
	Results results = { .result1 = "" };
	int error = asyncio_run(outer, &results, NULL);

	if (error < 0)
		program_fail(error);
	printf("return value: ('%s', '%s')\n", results.result1, results.result2);
	return 0;
}
