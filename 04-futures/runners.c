/* runners.c - the way into the world of coroutines, and the way out of it. */
#include "runners.h"
#include "instruments/reports.h"
#include "instruments/trace_tasks.h"
#include "signals.h"
#include "tasks_private.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

/* The main task of a run, and the handle by which SIGINT interrupts it. */
typedef struct Run {
	Loop *loop;
	Task *main;
	Handle interrupt;
	bool cancelled; /* the first SIGINT has cancelled main */
	bool stopped;   /* a later one, or one after main had ended, stopped the run */
} Run;

/* What steps 4.4 and 4.5 add to a run. */
static void run_cancel_rest(Run *run);
static int run_watch(Run *run);
static bool run_interrupted(Run *run, int status);

/* ==== 4.2.4: from a plain function into a coroutine ==== */

/* Runs the loop until main is done, and returns its outcome. main gets one more
 * reference, which asyncio_run gives back at its end: SIGINT cancels main through it. If
 * the run has not taken the first reference, because main is not done, gives that one
 * back. If run_interrupted returns true for the status, the status becomes -EINTR, and
 * the result NULL. If the loop is closed then, we are in a child of fork, and what is
 * left over is the parent's: returns. Otherwise cancels what main has left over
 * (run_cancel_rest), and calls the function finish of the loop, if it has one. */
static int run_all(Run *run, void **result)
{
	future_ref(run->main);
	int status = loop_run_until_complete(run->loop, run->main, result);
	if (!future_done(run->main))
		future_unref(run->main); /* the run has not taken it */
	if (run_interrupted(run, status)) {
		status = -EINTR;
		if (result != NULL)
			*result = NULL;
	}
	if (run->loop->closed)
		return status; /* in a child of fork: what is left is the parent's */
	run_cancel_rest(run);
	if (run->loop->finish != NULL)
		run->loop->finish(run->loop);
	return status;
}

/* Stores NULL in result first. -EBUSY: a loop runs in this thread. Makes a loop; if
 * there is none, returns -errno. If run_watch fails, returns that. Otherwise makes a
 * task of the coroutine, in this loop, and runs it (run_all); without memory for the
 * task the status is -ENOMEM, and nothing runs. In each case the reference to main is
 * given back at the end, and the loop is freed. */
int asyncio_run(CoroutineFn *fn, void *arg, void **result)
{
	if (result != NULL)
		*result = NULL;
	if (asyncio_get_running_loop() != NULL)
		return -EBUSY;
	Run run = { .loop = asyncio_new_event_loop() };
	if (run.loop == NULL)
		return -errno;
	int status = run_watch(&run);
	if (status == 0) {
		run.main = loop_create_task(run.loop, fn, arg);
		status = run.main == NULL ? -ENOMEM : run_all(&run, result);
	}
	future_unref(run.main);
	loop_free(run.loop);
	return status;
}

/* ==== 4.4.3: what main has left over is cancelled ==== */

/* A task that is left over, and how many cancellation requests it had when main
 * ended. */
typedef struct Rest {
	Task *task;
	int requests;
} Rest;

/* Rung 4.4.9 brings this. Until then it does nothing. */
static void run_cancel_outermost(const Rest *rest, size_t n);

/* Stores the task, of which rest takes a new reference, and its requests. If it has
 * none, it was forgotten, which is reported ("was still running when main returned: it
 * is cancelled"); but only if main is done, because otherwise it has not returned. */
static void run_rest(const Run *run, Task *task, Rest *rest)
{
	*rest = (Rest){ future_ref(task), task_cancelling(task) };
	if (future_done(run->main) && rest->requests == 0)
		task_report(task_of(task),
		            "was still running when main returned: it is cancelled", "");
}

/* Says "the run is over: the tasks that are left are cancelled" (trace_says), if there
 * is a task. After run_cancel_outermost, cancels each task that has no more requests
 * than before: a task that has more was reached by the request of a task that awaits
 * it. */
static void run_cancel_all(const Rest *rest, size_t n)
{
	if (n > 0)
		trace_says("the run is over: the tasks that are left are cancelled");
	run_cancel_outermost(rest, n);
	for (size_t i = 0; i < n; i++) {
		if (task_cancelling(rest[i].task) == rest[i].requests)
			task_cancel(rest[i].task);
	}
}

/* Cancels the tasks that have not finished now (asyncio_all_tasks), and runs the loop
 * until each of them is done, or until a run ends for another reason. What they make in
 * the meantime is closed with the loop. Gives the references back: an error of a task
 * that nobody has looked at is reported then. Without memory for the two arrays, does
 * nothing. */
static void run_cancel_rest(Run *run)
{
	size_t n = asyncio_all_tasks(run->loop, NULL, 0);
	Task **tasks = calloc(n + 1, sizeof(Task *));
	Rest *rest = calloc(n + 1, sizeof *rest);
	int error = 0;

	n = tasks == NULL || rest == NULL ? 0 : asyncio_all_tasks(run->loop, tasks, n);
	for (size_t i = 0; i < n; i++)
		run_rest(run, tasks[i], &rest[i]);
	run_cancel_all(rest, n);
	for (size_t i = 0; i < n; i++) {
		if (error == 0 && !future_done(tasks[i]))
			error = run_until_done(run->loop, tasks[i]);
		future_unref(tasks[i]);
	}
	free(tasks);
	free(rest);
}

/* ==== 4.4.9, may be skipped at first: nests, chains and circles ==== */

/* Cancels each task for which no task waits (nothing stands among its callbacks). Its
 * request goes down to the tasks that it awaits. If each task of a long chain were
 * cancelled, with all below it, that would take a time that grows with the square of the
 * chain's length. */
static void run_cancel_outermost(const Rest *rest, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (list_empty(&rest[i].task->callbacks))
			task_cancel(rest[i].task);
	}
}

/* ==== 4.5.7: an interrupt ends a run ==== */

/* Called when SIGINT has come, with the Run. The first time it cancels main, and
 * remembers that in cancelled; main may clean up. If a signal has cancelled main
 * already, or main has ended and cannot be cancelled any more, it remembers that in
 * stopped, and stops the loop. */
static void run_interrupt(void *arg)
{
	Run *run = arg;

	if (!run->cancelled && task_cancel(run->main)) {
		run->cancelled = true;
		return;
	}
	run->stopped = true;
	loop_stop(run->loop);
}

/* Makes run->interrupt a handle that calls run_interrupt with the run, and registers it
 * with signal_add_interrupt for SIGINT, unless the program handles or ignores SIGINT:
 * sigaction says that its handler is not SIG_DFL. Returns 0; also for -EBUSY, which
 * means that the loop of another thread has the signal; or the error, for which main
 * cannot run. */
static int run_watch(Run *run)
{
	struct sigaction now;

	run->interrupt = (Handle)HANDLE(run_interrupt, run);
	if (sigaction(SIGINT, NULL, &now) < 0 || now.sa_handler != SIG_DFL)
		return 0;
	int error = signal_add_interrupt(run->loop, SIGINT, &run->interrupt);
	return error == -EBUSY ? 0 : error;
}

/* Called once, after the run has returned status. Gives SIGINT back with
 * signal_take_back. A signal is unheard if that returns true, or if one has stopped the
 * run. Returns whether the run shall return -EINTR. With a status of 0 it shall if there
 * was an unheard signal. With -ECANCELED it shall if a signal has cancelled main or was
 * unheard, and main has as many requests (task_cancelling) as the signal has made, which
 * is one or none: if main has more, another task has cancelled it. With any other status
 * it shall not. No request is taken back. */
static bool run_interrupted(Run *run, int status)
{
	bool unheard = signal_take_back(&run->interrupt) || run->stopped;

	if (status == -ECANCELED && (run->cancelled || unheard))
		return task_cancelling(run->main) == run->cancelled;
	return status == 0 && unheard;
}
