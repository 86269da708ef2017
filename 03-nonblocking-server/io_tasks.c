/* io_tasks.c - generators that say what they wait for: no turn for them until it is
 * there. */
#include "io_tasks.h"
#include "instruments/trace_loop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct IoTask {
	Handle turn;
	Loop *loop;
	Generator *generator;
	bool waits;
	Handle closing;
} IoTask;

/* The one that has its turn. */
static _Thread_local IoTask *current;

/* ==== Step 3.3: a generator yields what it waits for ==== */

/* Closes the generator, which may be waiting, and may want to wait again: in vain, but it
 * is still this task that asks. */
static void io_task_free(void *arg)
{
	IoTask *task = arg, *outer = current;

	handle_cancel(&task->turn);
	handle_cancel(&task->closing);
	current = task;
	generator_free(task->generator);
	current = outer;
	free(task);
}

/* Called by loop_close. As member_close of the task list: in a child of fork the
 * generator is the parent's, and stays as it is. */
static void io_task_close(void *arg)
{
	IoTask *task = arg;

	if (task->loop->inherited)
		task->generator = NULL;
	io_task_free(task);
}

/* As member_step of the task list; but who waits is not scheduled. Each stack is a page
 * of its own, which the processor may have to look for: it begins with the next one's
 * now. */
static void io_task_turn(void *arg)
{
	IoTask *task = arg;
	Handle *next = container_of(task->loop->ready.next, Handle, links);

	if (&next->links != &task->loop->end && next->fn == io_task_turn)
		__builtin_prefetch(((IoTask *)next->arg)->generator);
	current = task;
	int status = generator_next(task->generator, NULL);
	current = NULL;
	if (status < 0)
		fprintf(stderr, "generator '%s' on the task list failed: %s\n",
		        generator_get_name(task->generator), strerror(-status));
	if (status != 1)
		io_task_free(task);
	else if (!task->waits)
		loop_call_soon(task->loop, &task->turn);
}

/* Tells trace_turns of the handle before it is scheduled. */
int io_task_add(Loop *loop, Generator *generator)
{
	IoTask *task = malloc(sizeof *task);

	if (generator == NULL || task == NULL || loop->closed) {
		generator_free(generator);
		free(task);
		return loop->closed ? -ESHUTDOWN : -ENOMEM;
	}
	*task = (IoTask){ .turn = HANDLE(io_task_turn, task),
		          .closing = HANDLE(io_task_close, task),
		          .loop = loop,
		          .generator = generator };
	handle_append(&loop->closing, &task->closing);
	trace_turns(&task->turn, generator);
	return loop_call_soon(loop, &task->turn);
}

/* Pauses the whole task, whichever generator inside it has called this. */
static int io_wait(int fd, int direction)
{
	IoTask *task = current;
	IoWaiter waiter;

	if (task == NULL)
		return -EPERM;
	int error = io_wait_begin(task->loop, fd, direction, &waiter, &task->turn);
	if (error < 0)
		return error;
	task->waits = true;
	generator_suspend(task->generator);
	task->waits = false;
	io_wait_end(&waiter);
	return waiter.status;
}

int io_readable(int fd)
{
	return io_wait(fd, IO_READ);
}

int io_writable(int fd)
{
	return io_wait(fd, IO_WRITE);
}
