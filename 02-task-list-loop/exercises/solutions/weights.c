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
#include <stdlib.h>

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

static void weighted_step(void *arg)
{
	Weighted *weighted = arg;

	for (int i = 0; i < weighted->weight; i++) {
		if (generator_next(weighted->generator, NULL) != 1) {
			weighted_free(weighted);
			return;
		}
	}
	loop_call_soon(weighted->loop, &weighted->step);
}

int weighted_add(Loop *loop, Generator *generator, int weight)
{
	Weighted *weighted = malloc(sizeof *weighted);
	int error = loop->closed ? -ESHUTDOWN : weight < 1 ? -EINVAL : 0;

	if (error == 0 && (generator == NULL || weighted == NULL))
		error = -ENOMEM;
	if (error < 0) {
		generator_free(generator);
		free(weighted);
		return error;
	}
	*weighted = (Weighted){ HANDLE(weighted_step, weighted),
		                HANDLE(weighted_free, weighted), loop, generator,
		                weight };
	handle_append(&loop->closing, &weighted->closing);
	return loop_call_soon(loop, &weighted->step);
}
