/* wrong_name.c - A generator is paused from within a generator that it has resumed, and
 * later by itself. */
#include "generator.h"

#include <stdio.h>

static Generator *outer;

static void say_running(const char *where)
{
	printf("%s: %s\n", where, generator_get_name(generator_running()));
}

static int inside(void *arg, void **result)
{
	generator_suspend(outer);
	say_running("in the inner body");
	return 0;
}

static int outside(void *arg, void **result)
{
	Generator *inner = generator_new(inside, NULL);

	generator_set_name(inner, "inner");
	int status = generator_next(inner, NULL);
	generator_free(inner);
	say_running("in the outer body");
	if (status == 0)
		status = generator_yield(NULL, NULL);
	say_running("in the outer body again");
	return status;
}

int main(void)
{
	outer = generator_new(outside, NULL);
	generator_set_name(outer, "outer");
	while (generator_next(outer, NULL) == 1)
		printf("paused\n");
	generator_free(outer);
	return 0;
}
