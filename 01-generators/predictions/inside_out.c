/* inside_out.c - an outer generator yields from an inner one, and is closed */
#include "generator.h"

#include <stdio.h>

static int inner(void *arg, void **result)
{
	int error = generator_yield("from inside", NULL);

	printf("inner: %s\n", error == 0 ? "goes on" : "cleans up");
	return error;
}

static int outer(void *arg, void **result)
{
	Generator *g = generator_new(inner, NULL);
	int error = generator_yield("from outside", NULL);

	if (error == 0)
		error = generator_yield_from(g, NULL);
	printf("outer: %s\n", error == 0 ? "goes on" : "cleans up");
	generator_free(g);
	return error;
}

int main(void)
{
	for (int times = 0; times <= 3; times++) {
		Generator *g = generator_new(outer, NULL);
		int status = 1;

		printf("%d\n", times);
		for (int i = 0; i < times && status == 1; i++)
			status = generator_next(g, NULL);
		generator_free(g);
		if (status < 0)
			return 1;
	}
	return 0;
}
