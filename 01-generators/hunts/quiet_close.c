/* quiet_close.c - A generator writes a file when it is closed, and the disk is full. */
#include "generator.h"

#include <errno.h>
#include <stdio.h>

static int writer(void *arg, void **result)
{
	int error = generator_yield(NULL, NULL);

	printf("writing what is left\n");
	return error == -ECANCELED ? -ENOSPC : error;
}

int main(void)
{
	Generator *g = generator_new(writer, NULL);
	int status = generator_next(g, NULL);

	if (status == 1)
		status = generator_close(g);
	printf("%s\n", status == 0 ? "all is saved" : "not everything is saved");
	generator_free(g);
	return 0;
}
