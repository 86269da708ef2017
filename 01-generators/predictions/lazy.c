/* lazy.c - when does the body of a generator begin, and when does it end? */
#include "generator.h"

#include <stdio.h>

static int body(void *arg, void **result)
{
	printf("begin\n");
	int error = generator_yield("a value", NULL);
	printf("end\n");
	return error;
}

int main(void)
{
	Generator *g = generator_new(body, NULL);
	void *value;

	printf("made\n");
	int status = generator_next(g, &value);
	printf("next: %d\n", status);
	status = generator_next(g, &value);
	printf("next: %d\n", status);
	status = generator_next(g, &value);
	printf("next: %d\n", status);
	generator_free(g);
	return status;
}
