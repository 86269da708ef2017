/* io_tasks.c - generators that say what they wait for, and are not resumed before it is
 * there. */
#include "io_tasks.h"
#include "instruments/trace_loop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A generator of io_task_add. Its handle step is on the ready list, or, while the task
 * waits (waits is true), it belongs to a descriptor. Its handle closing is on
 * loop->closing. */
typedef struct IoTask {
	Handle step;
	Loop *loop;
	Generator *generator;
	bool waits;
	Handle closing;
} IoTask;

/* The task that runs now; NULL if none does. */
static _Thread_local IoTask *current;

/* Called by loop_close; the next rung brings it. */
static void io_task_close(void *arg);

/* ==== 3.3.1: a task waits for a descriptor ==== */

/* Takes both handles from where they are, and frees the generator and the task. To free
 * the generator is to close it, and what it does then may want to wait again: that
 * fails, because the loop is closed (io_wait_begin), but in the meantime this task must
 * be the current one. */
static void io_task_free(void *arg)
{
	IoTask *task = arg, *outer = current;

	handle_cancel(&task->step);
	handle_cancel(&task->closing);
	current = task;
	generator_free(task->generator);
	current = outer;
	free(task);
}

/* Resumes the generator once, as member_step of the task list does, and reports in the
 * same words a generator that has failed. Meanwhile the task is the current one. If the
 * generator has ended, the task is freed. If not, the task is scheduled again, unless it
 * waits.
 *
 * Each stack is in a page of its own, which the processor may have to fetch. So before
 * all else, if the next handle of this pass is a task's, too, the processor is asked to
 * fetch that task's generator (__builtin_prefetch). */
static void io_task_step(void *arg)
{
	IoTask *task = arg;
	Handle *next = container_of(task->loop->ready.next, Handle, links);

	if (&next->links != &task->loop->end && next->fn == io_task_step)
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
		loop_call_soon(task->loop, &task->step);
}

/* Does what task_list_add does, with an IoTask. Refuses with -ESHUTDOWN if the loop is
 * closed, otherwise with -ENOMEM if there is no generator or no memory for the task; the
 * generator is freed then. Otherwise makes the handles, of which closing goes to the end
 * of loop->closing; calls trace_turns with step and the generator; and at last schedules
 * step. */
int io_task_add(Loop *loop, Generator *generator)
{
	IoTask *task = malloc(sizeof *task);

	if (generator == NULL || task == NULL || loop->closed) {
		generator_free(generator);
		free(task);
		return loop->closed ? -ESHUTDOWN : -ENOMEM;
	}
	*task = (IoTask){ .step = HANDLE(io_task_step, task),
		          .closing = HANDLE(io_task_close, task),
		          .loop = loop,
		          .generator = generator };
	handle_append(&loop->closing, &task->closing);
	trace_turns(&task->step, generator);
	return loop_call_soon(loop, &task->step);
}

/* Waits until the descriptor is ready in this direction. Refuses with -EPERM if no task
 * runs. Begins a wait whose waiter lies here, on the stack of whatever waits, and which
 * wakes the task's step; a begin that fails is the result. While the task waits, the
 * whole task is suspended, whichever generator inside it has called this. Then ends the
 * wait, and returns the waiter's status. */
static int io_wait(int fd, int direction)
{
	IoTask *task = current;
	IoWaiter waiter;

	if (task == NULL)
		return -EPERM;
	int error = io_wait_begin(task->loop, fd, direction, &waiter, &task->step);
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

/* ==== 3.3.2, may be skipped at first: the loop is closed while tasks wait ==== */

/* Frees the task. But if the loop is inherited, this is a child of fork, and the
 * generator is the parent's: it must not be resumed, and stays as it is. */
static void io_task_close(void *arg)
{
	IoTask *task = arg;

	if (task->loop->inherited)
		task->generator = NULL;
	io_task_free(task);
}
