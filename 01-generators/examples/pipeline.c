/* pipeline.c - generators that feed on generators: count, then square, then keep the
 * odd. */
#include "generator.h"
#include "program.h"

static int count(void *arg, void **result)
{
	long limit = *(long *)arg;
	int error = 0;

	for (long long n = 1; n <= limit && error == 0; n++)
		error = generator_yield(&n, NULL);
	return error;
}

static int square(void *arg, void **result)
{
	void *n;
	int status;

	while ((status = generator_next(arg, &n)) == 1) { /* for n in arg: */
		long long squared = *(long long *)n * *(long long *)n;
		status = generator_yield(&squared, NULL);
		if (status < 0)
			break;
	}
	return status;
}

static int odd(void *arg, void **result)
{
	void *n;
	int status;

	while ((status = generator_next(arg, &n)) == 1) {
		status = *(long long *)n % 2 == 1 ? generator_yield(n, NULL) : 0;
		if (status < 0)
			break;
	}
	return status;
}

int main(int argc, char *argv[])
{
	long limit = 10;
	Option options[] = { { "limit", &limit, 1, 1000000 }, { 0 } };

	program_begin(argc, argv, options,
	              " [--limit N]\n\n"
	              "Prints the odd squares of 1 to N (1 to 1000000; 10).");
	Generator *numbers = generator_new(count, &limit);
	Generator *squares = generator_new(square, numbers);
	Generator *odds = generator_new(odd, squares);
	void *n;
	int status;

	while ((status = generator_next(odds, &n)) == 1)
		printf("%lld\n", *(long long *)n);
	if (status < 0)
		program_fail(status);
	generator_free(odds);
	generator_free(squares);
	generator_free(numbers);
	return 0;
}
