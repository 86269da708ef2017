/* as_completed.c - several futures, one after the other as they are done:
 * asyncio.as_completed. */
#include "as_completed_private.h"
#include "instruments/report.h"
#include "tasks_private.h"

#include <errno.h>
#include <stdlib.h>

typedef AsCompletedRun Run;

/* ==== Given: for reports ==== */

static void news_tell(const Future *future, Report *report)
{
	const Run *run = (const Run *)(const void *)future;

	report_say(report, "the next of %zu futures to be done, handed out: %zu", run->n,
	           run->taken);
}

/* A watch whose handle is nowhere is a repeated one, or its future was handed out. */
static bool news_behind(const Future *future, Report *report, Behind *next)
{
	const Run *run = (const Run *)(const void *)future;

	if (next->i == run->n)
		return false;
	const Watch *watch = &run->watches[next->i++];
	next->future = watch->done.leave != NULL ? watch->future : NULL;
	return true;
}

static const FutureReport news_report = { news_tell, news_behind, false, NULL };

/* Later rungs bring these. Until then they do nothing. */
static void run_set_limit(Run *run, double seconds);
static void as_completed_swap(AsCompleted *it, Watch *watch);

/* ==== 4.3.5: one after the other ==== */

/* Wakes all tasks in the wait queue of news, so that each looks again. After that the
 * future is pending again. Returns false. It is also what future_cancel does with news:
 * false says that the future is not cancelled, so a task that is cancelled while it
 * waits here answers for the request itself. */
static bool news_wake_all(Future *news)
{
	future_set_result(news, NULL);
	news->state = FUTURE_PENDING;
	return false;
}

static const FutureKind news_kind = { "the next of several futures to be done",
	                              news_wake_all, future_dispose, false,
	                              &news_report };

/* Called when a future is done. Its handle goes to the end of run->done, and then the
 * first waiter is woken (as_completed_wake_first) or, if that returns false, all of them
 * are. When the time limit has passed, nothing happens. */
static void watch_is_done(void *arg)
{
	Watch *watch = arg;
	Run *run = watch->run;

	if (run->late)
		return;
	handle_append(&run->done, &watch->done);
	if (!as_completed_wake_first(run))
		news_wake_all(&run->news);
}

/* Fills the watch of each future, and calls as_completed_find_repeated. Then leaves the
 * handle of each watch that is not repeated with its future: such a watch is one step
 * that is left. */
static void run_add_watches(Run *run, Future *futures[])
{
	for (size_t i = 0; i < run->n; i++) {
		Watch *watch = &run->watches[i];
		*watch = (Watch){ HANDLE(watch_is_done, watch), futures[i], run, false,
			          0 };
	}
	as_completed_find_repeated(run, watch_is_done);
	for (size_t i = 0; i < run->n; i++) {
		Watch *watch = &run->watches[i];
		if (watch->repeated)
			continue;
		run->left++;
		future_add_done_callback(watch->future, &watch->done);
	}
}

/* Makes the run of the iterator, all of which is zero but n, news and done, and watches
 * the futures; run_set_limit is given the time limit. Returns 0, or: -EINVAL, the limit
 * is NaN; what wait_refusal says; -ENOMEM. */
static int as_completed_begin(AsCompleted *it)
{
	int error = isnan(it->timeout) ? -EINVAL : wait_refusal(it->futures, it->n);
	Run *run = error < 0 ? NULL : malloc(sizeof *run + it->n * sizeof(Watch));

	if (run == NULL)
		return error < 0 ? error : -ENOMEM;
	*run = (Run){ .n = it->n };
	future_init(&run->news, task_running->future.loop, &news_kind);
	list_init(&run->done);
	run_add_watches(run, it->futures);
	run_set_limit(run, it->timeout);
	it->run = run;
	return 0;
}

/* Waits, if need be more than once, until a future is done that was not handed out, or
 * the limit has passed, or no step is left. Returns 0, or the error of the wait; that
 * news is still pending afterwards (-EINPROGRESS) is none. */
static int run_wait(Run *run)
{
	int status = 0;

	while (status == 0 && run->left > 0 && list_empty(&run->done) && !run->late) {
		status = future_wait(&run->news);
		status = status == -EINPROGRESS ? 0 : status;
	}
	return status;
}

/* Takes one step: the first of run->done is handed out, which is 1; if there is none,
 * the limit has passed, which is -ETIMEDOUT. A watch that is handed out has its handle
 * taken back, and as_completed_swap puts its future to the others that were. After the
 * last step the iterator is closed. */
static int as_completed_take(AsCompleted *it, Future **future)
{
	Run *run = it->run;
	int status = -ETIMEDOUT;

	if (!list_empty(&run->done)) {
		Watch *watch = container_of(run->done.next, Handle, links)->arg;
		handle_cancel(&watch->done);
		as_completed_swap(it, watch);
		*future = watch->future;
		status = 1;
	}
	if (--run->left == 0)
		as_completed_close(it);
	return status;
}

/* Stores NULL in *future (the caller may give no place for it). Returns 0 if the
 * iterator is over, or is one of nothing. The first next makes the run. Then it waits,
 * and takes a step; but if no step is left after the wait, because another task has
 * taken the last one or has closed the iterator, it returns 0. It has a reference to the
 * run meanwhile, and does not touch the iterator after a wait unless a step is left. */
int as_completed_next(AsCompleted *it, Future **future)
{
	Future *unwanted;

	future = future == NULL ? &unwanted : future;
	*future = NULL;
	if (it->over || it->n == 0)
		return 0;
	int status = it->run == NULL ? as_completed_begin(it) : 0;
	if (status < 0)
		return status;
	Run *run = it->run;
	future_ref(&run->news);
	status = run_wait(run);
	if (status == 0 && run->left > 0)
		status = as_completed_take(it, future);
	future_unref(&run->news);
	return status;
}

/* ==== 4.3.6: leaving early, and a limit of time ==== */

/* Called when the time is up: the run is late, and all waiters look again. */
static void run_expire(void *arg)
{
	Run *run = arg;

	run->late = true;
	news_wake_all(&run->news);
}

/* Makes the handle limit of the run, which calls run_expire, and sets it as a timer, if
 * the limit is more than 0 seconds. */
static void run_set_limit(Run *run, double seconds)
{
	run->limit = (Handle)HANDLE(run_expire, run);
	if (seconds > 0)
		loop_call_later(run->news.loop, seconds, &run->limit);
}

/* The watch's future is handed out. In the array it changes places with the first future
 * that was not, and run->taken is one more. Where in the array is it? In the slot of its
 * watch, unless a future that was handed out has been put there (the slot is one of the
 * first run->taken). Then it went to watches[slot].went; and if that slot has been taken
 * in the meantime, it went on from there. The slot into which it goes now remembers, in
 * went, where the other one has gone. */
static void as_completed_swap(AsCompleted *it, Watch *watch)
{
	Watch *all = it->run->watches;
	size_t to = it->run->taken++, from = (size_t)(watch - all);

	while (from < to)
		from = all[from].went;
	all[to].went = from;
	it->futures[from] = it->futures[to];
	it->futures[to] = watch->future;
}

/* The iterator is over, and has no run any more. If it had one: takes all its handles
 * back, those of the watches and the timer; no step is left, and all waiters look again;
 * and the iterator's reference is given back. */
void as_completed_close(AsCompleted *it)
{
	Run *run = it->run;

	it->over = true;
	it->run = NULL;
	if (run == NULL)
		return;
	for (size_t i = 0; i < run->n; i++)
		handle_cancel(&run->watches[i].done);
	handle_cancel(&run->limit);
	run->left = 0;
	news_wake_all(&run->news);
	future_unref(&run->news);
}
