/* begun_after_all.c - An error is thrown into a generator that has not begun. So it
 * never runs. */
#include "generator.h"

#include <errno.h>
#include <stdio.h>

static int launch(void *arg, void **result)
{
	printf("lift-off\n");
	return 0;
}

int main(void)
{
	Generator *g = generator_new(launch, NULL);

	printf("the countdown is cancelled\n");
	int status = generator_throw(g, -ECANCELED, NULL);
	if (status == -ECANCELED)
		status = generator_next(g, NULL);
	printf("%s\n", status == 0 ? "nothing has happened" : "something is wrong");
	generator_free(g);
	return 0;
}
