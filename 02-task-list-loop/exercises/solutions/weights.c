/* weights.c - task_list_add again, with a loop around its next. Two things are easily
 * forgotten. A generator that ends in the middle of its turns must not be resumed again:
 * generator_next would return 0 once more, but the Weighted has been freed. And the loop
 * may be closed while the generator is suspended, so there is a second handle, on
 * loop->closing.
 *
 * There is a shorter way, without a struct: a generator around the generator, which
 * calls next so many times and then yields once; task_list_add takes that. It costs a
 * stack for each, and when the outer one is closed it has to close the inner one. */
#include "weights.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Weighted {
	Handle step, closing;
	Loop *loop;
	Generator *generator;
	int weight;
} Weighted;

static void weighted_free(void *arg)
{
	Weighted *weighted = arg;

	handle_cancel(&weighted->step);
	handle_cancel(&weighted->closing);
	generator_free(weighted->generator);
	free(weighted);
}

/* In a child of fork the generator is the parent's. */
static void weighted_close(void *arg)
{
	Weighted *weighted = arg;

	if (weighted->loop->inherited)
		weighted->generator = NULL;
	weighted_free(weighted);
}

static void weighted_step(void *arg)
{
	Weighted *weighted = arg;
	int status = 1;

	for (int i = 0; i < weighted->weight && status == 1; i++)
		status = generator_next(weighted->generator, NULL);
	if (status < 0)
		fprintf(stderr, "generator '%s' failed: %s\n",
		        generator_get_name(weighted->generator), strerror(-status));
	if (status == 1)
		loop_call_soon(weighted->loop, &weighted->step);
	else
		weighted_free(weighted);
}

int weighted_add(Loop *loop, Generator *generator, int weight)
{
	Weighted *weighted = malloc(sizeof *weighted);
	int error = loop->closed                            ? -ESHUTDOWN
	            : generator == NULL || weighted == NULL ? -ENOMEM
	            : weight < 1                            ? -EINVAL
	                                                    : 0;

	if (error < 0) {
		generator_free(generator);
		free(weighted);
		return error;
	}
	*weighted = (Weighted){ HANDLE(weighted_step, weighted),
		                HANDLE(weighted_close, weighted), loop, generator,
		                weight };
	handle_append(&loop->closing, &weighted->closing);
	return loop_call_soon(loop, &weighted->step);
}
