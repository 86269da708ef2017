/* generators.c - two functions that take turns, because they can pause. */
#include "generator.h"
#include "program.h"

static int count(void *arg, void **result)
{
	for (int c = 1; c <= 5; c++) {
		printf("count: %d\n", c);
		int error = generator_yield(&c, NULL); /* yield c */
		if (error < 0)
			return error;
	}
	return 0;
}

static int character(void *arg, void **result)
{
	for (char c = 'a'; c <= 'z'; c++) {
		printf("char: %c\n", c);
		int error = generator_yield(&c, NULL);
		if (error < 0)
			return error;
	}
	return 0;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nAdvances two generators by hand, in turn.");
	Generator *t1 = generator_new(count, NULL);     /* t1 = count() */
	Generator *t2 = generator_new(character, NULL); /* t2 = char() */

	for (int turn = 0; turn < 2; turn++) {
		int error = generator_next(t1, NULL);
		if (error < 0 || (error = generator_next(t2, NULL)) < 0)
			program_fail(error);
	}
	printf("----------------\n");
	generator_free(t1);
	generator_free(t2);
	return 0;
}
