/* fibonacci.c - an infinite list: each number is computed when it is asked for. */
#include "generator.h"
#include "program.h"

#include <stdint.h>

static int fibonacci(void *arg, void **result)
{
	uint64_t a = 0, b = 1;
	int error;

	while ((error = generator_yield(&a, NULL)) == 0) {
		uint64_t sum = a + b;
		a = b;
		b = sum;
	}
	return error;
}

int main(int argc, char *argv[])
{
	long count = 10;
	Option options[] = { { "count", &count, 1, 94 }, { 0 } };

	program_begin(argc, argv, options,
	              " [--count N]\n\n"
	              "Prints the first N Fibonacci numbers (1 to 94; 10).");
	Generator *numbers = generator_new(fibonacci, NULL);
	void *number;

	while (count-- > 0) {
		int status = generator_next(numbers, &number);
		if (status < 0)
			program_fail(status);
		printf("%llu\n", (unsigned long long)*(uint64_t *)number);
	}
	generator_free(numbers);
	return 0;
}
