/* chained.c - chains of coroutines: the second part of each needs what the first one
 * returns. An await of a coroutine is a call. */
#include "program.h"
#include "random.h"
#include "runners.h"
#include "tasks.h"

#include <limits.h>

enum { TEXT1 = 40, TEXT2 = 100 };

static int part1(long n, char result[TEXT1])
{
	int i = random_randint(0, 10);

	printf("part1(%ld) sleeping for %d seconds.\n", n, i);
	int error = asyncio_sleep(i);
	if (error < 0)
		return error;
	snprintf(result, TEXT1, "result%ld-1", n);
	printf("Returning part1(%ld) == %s.\n", n, result);
	return 0;
}

static int part2(long n, const char *arg, char result[TEXT2])
{
	int i = random_randint(0, 10);

	printf("part2(%ld, '%s') sleeping for %d seconds.\n", n, arg, i);
	int error = asyncio_sleep(i);
	if (error < 0)
		return error;
	snprintf(result, TEXT2, "result%ld-2 derived from %s", n, arg);
	printf("Returning part2(%ld, '%s') == %s.\n", n, arg, result);
	return 0;
}

static int chain(void *id, void **result)
{
	long n = strtol(id, NULL, 10);
	double start = time_perf_counter();
	char p1[TEXT1], p2[TEXT2];
	int error;

	if ((error = part1(n, p1)) < 0 || (error = part2(n, p1, p2)) < 0)
		return error;
	printf("-->Chained result%ld => %s (took %.2f seconds).\n", n, p2,
	       time_perf_counter() - start);
	return 0;
}

static int async_main(void *arg, void **result)
{
	char **ids = arg;
	Future **chains = NULL;
	size_t n = 0;

	while (ids[n] != NULL)
		n++;
	if ((chains = malloc(n * sizeof *chains)) == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		chains[i] = asyncio_create_task(chain, ids[i]);
	int error = await(asyncio_gatherv(chains, n, NULL, NULL), NULL);
	free(chains);
	return error;
}

int main(int argc, char *argv[])
{
	char *three[] = { "1", "2", "3", NULL };
	int operand = program_options(argc, argv, NULL,
	                              " [ID ...]\n\nRuns a chain of two coroutines for "
	                              "each number ID (1 2 3), all at once.");
	char **ids = operand < argc ? argv + operand : three;

	for (int i = 0; ids[i] != NULL; i++)
		program_number("ID", ids[i], LONG_MIN, LONG_MAX);
	random_seed(444);
	double start = time_perf_counter();
	int error = asyncio_run(async_main, ids, NULL);
	if (error < 0)
		program_fail(error);
	printf("Program finished in %.2f seconds.\n", time_perf_counter() - start);
	return 0;
}
