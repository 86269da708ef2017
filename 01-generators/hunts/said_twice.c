/* said_twice.c - A generator returns its sum. After that, next has no value. */
#include "generator.h"

#include <stdio.h>

static int sum(void *numbers, void **result)
{
	static long total;

	for (long *n = numbers; *n != 0; n++) {
		total += *n;
		int error = generator_yield(n, NULL);
		if (error < 0)
			return error;
	}
	*result = &total;
	return 0;
}

int main(void)
{
	long numbers[] = { 20, 22, 0 };
	Generator *g = generator_new(sum, numbers);
	void *value = NULL;

	for (int i = 1; i <= 4; i++) {
		int status = generator_next(g, &value);
		printf("next %d: status %d", i, status);
		if (value != NULL)
			printf(", value %ld", *(long *)value);
		printf("\n");
	}
	generator_free(g);
	return 0;
}
