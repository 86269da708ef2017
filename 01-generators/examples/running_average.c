/* running_average.c - a generator that is sent values, and cleans up when it is
 * closed. */
#include "generator.h"
#include "program.h"

static int running_average(void *arg, void **result)
{
	double average = 0, sum = 0;
	long n = 0;
	void *number;
	int error;

	/* while True: number = yield average */
	while ((error = generator_yield(&average, &number)) == 0) {
		sum += (double)*(long *)number;
		average = sum / (double)++n;
	}
	printf("closed after %ld numbers\n", n); /* finally: */
	return error;
}

int main(int argc, char *argv[])
{
	const char *numbers[] = { "10", "20", "60", "30" };
	const char **texts = numbers;
	int n = sizeof numbers / sizeof *numbers;
	void *average;

	int operand = program_options(argc, argv, NULL,
	                              " [NUMBER ...]\n\n"
	                              "Prints the average so far, after each number.");
	if (operand < argc) {
		texts = (const char **)argv + operand;
		n = argc - operand;
	}
	Generator *averager = generator_new(running_average, NULL);
	int status = generator_next(averager, NULL); /* up to its first yield */
	for (int i = 0; i < n; i++) {
		long number = program_number("it", texts[i], -1000000, 1000000);
		status = generator_send(averager, &number, &average);
		if (status < 0)
			program_fail(status);
		printf("%ld: %.2f\n", number, *(double *)average);
	}
	status = generator_close(averager);
	generator_free(averager);
	return status < 0;
}
