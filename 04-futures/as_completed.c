/* as_completed.c - several futures, one after the other as they are done:
 * asyncio.as_completed. */
#include "tasks_private.h"

#include <errno.h>
#include <stdlib.h>

/* What has begun with the first next. It has memory of its own, so that whoever
 * forgets to close it loses that, and nothing worse. A step is what one next
 * returns; each future is one, even if it is given twice. Steps are ready when
 * futures are done, and all of them once the limit has passed. */
typedef struct AsCompletedRun Run;

/* A slot of the array, and the handle that is called when its future is done. */
typedef struct Watch {
	Handle done;
	Future *future;
	Run *run;
	size_t place;         /* where in the array its future stands now */
	struct Watch *stands; /* whose future stands now where this one's did */
	struct Watch *nth;    /* the n-th watch to be done, if this is the n-th watch */
} Watch;

struct AsCompletedRun {
	Loop *loop;
	Handle limit;
	Links waiters; /* handles: to wake those that have not been woken */
	size_t inside; /* calls of next that wait */
	bool closed;   /* the last of those frees it */
	size_t n, steps;
	size_t finished; /* steps that are futures */
	size_t ready;    /* steps that can be taken: the finished ones, or all */
	size_t taken;
	Watch watches[];
};

/* ==== Step 4.3: several at once ==== */

static const FutureKind turn_kind = { "the next of several futures to be done",
	                              future_settle_cancelled, NULL, false };

/* A turn is a future on the stack of who waits for it. */
static void turn_comes(void *turn)
{
	future_set_result(turn, NULL);
}

static void run_wake(Run *run)
{
	Handle *first = container_of(run->waiters.next, Handle, links);

	if (list_empty(&run->waiters))
		return;
	handle_cancel(first);
	first->fn(first->arg);
}

static void watch_is_done(void *arg)
{
	Watch *watch = arg;
	Run *run = watch->run;

	run->watches[run->finished].nth = watch;
	run->ready = ++run->finished;
	if (run->finished == run->steps)
		handle_cancel(&run->limit);
	run_wake(run);
}

/* The limit has passed: what is done from now on comes too late. */
static void run_expire(void *arg)
{
	Run *run = arg;

	for (size_t i = 0; i < run->n; i++)
		handle_cancel(&run->watches[i].done);
	run->ready = run->steps;
	while (!list_empty(&run->waiters))
		run_wake(run);
}

/* Is the future among those that we watch already? Then its last callback is ours,
 * for nobody else has come in between. */
static bool run_knows(const Run *run, Future *future)
{
	Handle *last = container_of(future->callbacks.prev, Handle, links);

	return !list_empty(&future->callbacks) && last->fn == watch_is_done &&
	       ((Watch *)last->arg)->run == run;
}

/* Those that are done are asked by way of the loop, too, but not before we have seen
 * which ones are given twice. */
static void run_watch(Run *run, Future *futures[])
{
	for (size_t i = 0; i < run->n; i++) {
		Watch *watch = &run->watches[i];
		Future *future = futures[i];
		*watch = (Watch){
			HANDLE(watch_is_done, watch), future, run, i, watch, NULL
		};
		if (future != NULL && run_knows(run, future))
			continue;
		run->steps++;
		handle_append(future == NULL ? &run->loop->ready : &future->callbacks,
		              &watch->done);
	}
	for (size_t i = 0; i < run->n; i++) {
		Handle *done = &run->watches[i].done;
		if (done->leave == NULL || !future_done(futures[i]))
			continue;
		handle_cancel(done);
		loop_call_soon(run->loop, done);
	}
}

static int as_completed_begin(AsCompleted *it)
{
	int error = isnan(it->timeout) ? -EINVAL : wait_refusal(it->futures, it->n);
	Run *run = error < 0 ? NULL : calloc(1, sizeof *run + it->n * sizeof(Watch));

	if (run == NULL)
		return error < 0 ? error : -ENOMEM;
	run->loop = task_running->future.loop;
	run->n = it->n;
	run->limit = (Handle)HANDLE(run_expire, run);
	list_init(&run->waiters);
	run_watch(run, it->futures);
	if (it->timeout > 0)
		loop_call_later(run->loop, it->timeout, &run->limit);
	it->run = run;
	return 0;
}

/* Until there may be a step: somebody else may have taken it. One that this waiter
 * was woken for, and cannot take, is for the next. */
static int run_wait(Run *run)
{
	Future turn;
	Handle wake = HANDLE(turn_comes, &turn);

	future_init(&turn, run->loop, &turn_kind);
	handle_append(&run->waiters, &wake);
	run->inside++;
	int error = future_wait(&turn);
	run->inside--;
	handle_cancel(&wake);
	if (error < 0 && run->taken < run->ready)
		run_wake(run);
	return error;
}

/* The future of this step changes places with the one that stands where it belongs. */
static Future *as_completed_put(AsCompleted *it, Watch *watch, size_t to)
{
	Watch *all = it->run->watches, *other = all[to].stands;

	it->futures[watch->place] = other->future;
	all[watch->place].stands = other;
	other->place = watch->place;
	watch->place = to;
	return it->futures[to] = watch->future;
}

/* What the limit has left over gets back its old order. */
static void as_completed_leave(AsCompleted *it)
{
	const Run *run = it->run;
	size_t to = run->finished;

	for (size_t i = 0; i < run->n; i++) {
		if (run->watches[i].place >= run->finished)
			it->futures[to++] = run->watches[i].future;
	}
}

/* With the last step all is over, for the other waiters, too. */
static int as_completed_take(AsCompleted *it, Future **future)
{
	Run *run = it->run;
	size_t step = run->taken++;
	bool in_time = step < run->finished;

	if (in_time)
		*future = as_completed_put(it, run->watches[step].nth, step);
	else if (step == run->finished)
		as_completed_leave(it);
	if (run->taken == run->steps)
		as_completed_close(it);
	return in_time ? 1 : -ETIMEDOUT;
}

int as_completed_next(AsCompleted *it, Future **future)
{
	Future *unwanted;
	int error = 0;

	future = future == NULL ? &unwanted : future;
	*future = NULL;
	if (it->over || it->n == 0)
		return 0;
	if (it->run == NULL)
		error = as_completed_begin(it);
	if (error < 0)
		return error;
	Run *run = it->run;
	while (error == 0 && !run->closed && run->taken == run->ready)
		error = run_wait(run);
	if (error == 0 && !run->closed)
		return as_completed_take(it, future);
	if (run->closed && run->inside == 0)
		free(run); /* and it may be gone: we were the last to wait */
	return error;
}

void as_completed_close(AsCompleted *it)
{
	Run *run = it->run;

	it->over = true;
	it->run = NULL;
	if (run == NULL)
		return;
	run->closed = true;
	handle_cancel(&run->limit);
	run_expire(run);
	if (run->inside == 0)
		free(run);
}
