/* tasklist.c - generators on a loop: each is resumed once in each pass. */
#include "events.h"
#include "instruments/trace_loop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A generator on the list. Its handle step is on the ready list, and closing is on
 * loop->closing, so that closing the loop closes the generator. */
typedef struct Member {
	Handle step, closing;
	Loop *loop;
	Generator *generator;
} Member;

/* ==== 2.2.4: generators on the loop ==== */

/* Takes both handles from where they are, and frees the generator and the member. */
static void member_free(void *arg)
{
	Member *member = arg;

	handle_cancel(&member->step);
	handle_cancel(&member->closing);
	generator_free(member->generator);
	free(member);
}

/* Frees the member. Called by loop_close. But if the loop is inherited, this is a child
 * of fork, and the generator is the parent's: freeing it would resume it. So it stays as
 * it is. */
static void member_close(void *arg)
{
	Member *member = arg;

	if (member->loop->inherited)
		member->generator = NULL;
	member_free(member);
}

/* Resumes the generator once. If it has ended, the member is freed. If it has failed,
 * its name and the reason are reported on stderr. */
static void member_step(void *arg)
{
	Member *member = arg;
	int status = generator_next(member->generator, NULL);

	if (status < 0)
		fprintf(stderr, "generator '%s' on the task list failed: %s\n",
		        generator_get_name(member->generator), strerror(-status));
	if (status == 1)
		loop_call_soon(member->loop, &member->step);
	else
		member_free(member);
}

/* Frees the generator, which may be NULL, and refuses: with -ESHUTDOWN if the loop is
 * closed, with -ENOMEM if there is no generator or no memory for a member. Otherwise
 * makes a member, whose closing goes to the end of loop->closing. trace_turns is called
 * for its step, and then the step is scheduled. */
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
	member->step = (Handle)HANDLE(member_step, member);
	member->closing = (Handle)HANDLE(member_close, member);
	handle_append(&loop->closing, &member->closing);
	trace_turns(&member->step, generator);
	return loop_call_soon(loop, &member->step);
}
