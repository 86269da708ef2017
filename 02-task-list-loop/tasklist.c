/* tasklist.c - generators on a loop: each gets one turn in each pass. */
#include "events.h"
#include "instruments/trace_loop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A generator on the list: in loop->ready by its turn, and, so that closing the loop
 * closes it, in loop->closing. */
typedef struct Member {
	Handle turn, closing;
	Loop *loop;
	Generator *generator;
} Member;

/* ==== Step 2.2: handles, and a pass over what is ready ==== */

/* Leaves both lists, and frees all. */
static void member_free(void *arg)
{
	Member *member = arg;

	handle_cancel(&member->turn);
	handle_cancel(&member->closing);
	generator_free(member->generator);
	free(member);
}

/* Called by loop_close. In a child of fork the generator is the parent's: it is not
 * closed, for that would resume it, and stays as it is. */
static void member_close(void *arg)
{
	Member *member = arg;

	if (member->loop->inherited)
		member->generator = NULL;
	member_free(member);
}

/* One turn. An error is reported: "generator 'NAME' on the task list failed: " and
 * why. */
static void member_turn(void *arg)
{
	Member *member = arg;
	int status = generator_next(member->generator, NULL);

	if (status < 0)
		fprintf(stderr, "generator '%s' on the task list failed: %s\n",
		        generator_get_name(member->generator), strerror(-status));
	if (status == 1)
		loop_call_soon(member->loop, &member->turn);
	else
		member_free(member);
}

/* Tells trace_turns of the handle before it is scheduled. */
int task_list_add(Loop *loop, Generator *generator)
{
	Member *member = malloc(sizeof *member);

	int error = loop->closed ? -ESHUTDOWN : -ENOMEM;

	if (generator == NULL || member == NULL || loop->closed) {
		generator_free(generator);
		free(member);
		return error;
	}
	member->loop = loop;
	member->generator = generator;
	member->turn = (Handle)HANDLE(member_turn, member);
	member->closing = (Handle)HANDLE(member_close, member);
	handle_append(&loop->closing, &member->closing);
	trace_turns(&member->turn, generator);
	return loop_call_soon(loop, &member->turn);
}
