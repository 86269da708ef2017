/* watched.c - what a sanitizer that is not told of our stacks complains of: `deep`
 * parks many generators forty calls deep and resumes each; `exit` ends the process
 * inside of one. */
#include "generator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int descend(int depth)
{
	volatile char local[64] = { 0 };
	int error = depth == 0 ? generator_yield(NULL, NULL) : descend(depth - 1);

	return error + local[depth];
}

static int deep(void *arg, void **result)
{
	return descend(40);
}

static int exits(void *arg, void **result)
{
	volatile char local[100];

	local[0] = 0;
	int error = generator_yield((void *)&local, NULL);
	exit(error < 0 ? 1 : local[0]);
}

int main(int argc, char *argv[])
{
	static Generator *all[4000];
	int n = argc > 2 ? atoi(argv[2]) : 1;

	for (int i = 0; i < n; i++)
		all[i] = generator_new(strcmp(argv[1], "exit") == 0 ? exits : deep, NULL);
	for (int turn = 0; turn < 2; turn++) {
		for (int i = 0; i < n; i++) {
			if (generator_next(all[i], NULL) < 0)
				return 1;
		}
	}
	for (int i = 0; i < n; i++)
		generator_free(all[i]);
	puts("done");
	return 0;
}
