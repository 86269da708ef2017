/* as_completed.c - several futures, one after the other as they are done:
 * asyncio.as_completed. */
#include "instruments/report.h"
#include "tasks_private.h"

#include <errno.h>
#include <stdlib.h>

/* One of the futures, and the handle that is called when it is done: it waits among the
 * callbacks of the future, and then among those that are done, until it is its turn. */
typedef struct Watch {
	Handle done;
	Future *future;
	struct AsCompletedRun *run;
	size_t went; /* to which slot of the array went what had stood in this one */
} Watch;

/* What has begun with the first next. It has memory of its own, so that whoever forgets
 * to close it loses that, and nothing worse; and references: its owner's, and one for
 * each next. A step is what one next returns. */
typedef struct AsCompletedRun {
	Future news; /* first: it is one; always pending, who waits is woken by hand */
	Handle limit;
	bool late;    /* the limit has passed */
	Links done;   /* handles: of those that are done, and not handed out */
	size_t left;  /* steps that have not been taken */
	size_t taken; /* futures that were handed out: they stand first in the array */
	size_t n;
	Watch watches[];
} Run;

/* ==== Given: for reports ==== */

static void news_tell(const Future *future, Report *report)
{
	const Run *run = (const Run *)(const void *)future;

	report_say(report, "the next of %zu futures to be done, handed out: %zu", run->n,
	           run->taken);
}

/* Those that have no handle left are given twice, or were handed out. */
static bool news_behind(const Future *future, Report *report, Behind *next)
{
	const Run *run = (const Run *)(const void *)future;

	if (next->i == run->n)
		return false;
	const Watch *watch = &run->watches[next->i++];
	next->future = watch->done.leave != NULL ? watch->future : NULL;
	return true;
}

static const FutureReport news_report = { news_tell, news_behind, false };

/* ==== Step 4.3: several at once ==== */

/* All who wait look again. So does one that is called off, and if we do not answer for
 * it, its task does: we do not know which one it is. */
static bool news_wake_all(Future *news)
{
	future_set_result(news, NULL);
	news->state = FUTURE_PENDING;
	return false;
}

static const FutureKind news_kind = { "the next of several futures to be done",
	                              news_wake_all, future_dispose, false,
	                              &news_report };

/* It is for whoever has waited longest; but not when the limit has passed. */
static void watch_is_done(void *arg)
{
	Watch *watch = arg;
	Run *run = watch->run;
	Links *waiters = &run->news.callbacks;
	Handle *first = container_of(waiters->next, Handle, links);

	if (run->late)
		return;
	handle_append(&run->done, &watch->done);
	if (list_empty(waiters))
		return;
	handle_cancel(first);
	loop_call_soon(run->news.loop, first);
}

static void run_expire(void *arg)
{
	Run *run = arg;

	run->late = true;
	news_wake_all(&run->news);
}

/* Is the future among those that we watch already? Then its last callback is ours,
 * for nobody else has come in between. */
static bool run_knows(const Run *run, const Future *future)
{
	Handle *last = container_of(future->callbacks.prev, Handle, links);

	return !list_empty(&future->callbacks) && last->fn == watch_is_done &&
	       ((Watch *)last->arg)->run == run;
}

/* Those that are done are asked by way of the loop, too, but not before we have seen
 * which ones are given twice. */
static void run_watch(Run *run, Future *futures[])
{
	Links *ready = &run->news.loop->ready;

	for (size_t i = 0; i < run->n; i++) {
		Watch *watch = &run->watches[i];
		Future *future = futures[i];
		*watch = (Watch){ HANDLE(watch_is_done, watch), future, run, 0 };
		if (future != NULL && run_knows(run, future))
			continue;
		run->left++;
		handle_append(future == NULL ? ready : &future->callbacks, &watch->done);
	}
	for (size_t i = 0; i < run->n; i++) {
		Handle *done = &run->watches[i].done;
		if (future_done(futures[i]) && done->leave != NULL) {
			handle_cancel(done);
			handle_append(ready, done);
		}
	}
}

static int as_completed_begin(AsCompleted *it)
{
	int error = isnan(it->timeout) ? -EINVAL : wait_refusal(it->futures, it->n);
	Run *run = error < 0 ? NULL : malloc(sizeof *run + it->n * sizeof(Watch));

	if (run == NULL)
		return error < 0 ? error : -ENOMEM;
	*run = (Run){ .limit = HANDLE(run_expire, run), .n = it->n };
	future_init(&run->news, task_running->future.loop, &news_kind);
	list_init(&run->done);
	run_watch(run, it->futures);
	if (it->timeout > 0)
		loop_call_later(run->news.loop, it->timeout, &run->limit);
	it->run = run;
	return 0;
}

/* It changes places with the first of those that are left. Where does it stand? In its
 * own slot, if nobody was put there before; else it went where that one came from. */
static Future *as_completed_hand_out(AsCompleted *it, Watch *watch)
{
	Watch *all = it->run->watches;
	size_t to = it->run->taken++, from = (size_t)(watch - all);

	handle_cancel(&watch->done);
	while (from < to)
		from = all[from].went;
	all[to].went = from;
	it->futures[from] = it->futures[to];
	return it->futures[to] = watch->future;
}

/* With the last step all is over, for those who wait, too. */
static int as_completed_take(AsCompleted *it, Future **future)
{
	Run *run = it->run;
	Handle *first = container_of(run->done.next, Handle, links);
	bool in_time = !list_empty(&run->done);

	if (in_time)
		*future = as_completed_hand_out(it, first->arg);
	if (--run->left == 0)
		as_completed_close(it);
	return in_time ? 1 : -ETIMEDOUT;
}

/* After a wait somebody else may have taken what there was; or all is over, and it may be
 * gone. */
int as_completed_next(AsCompleted *it, Future **future)
{
	Future *unwanted;
	int status;

	future = future == NULL ? &unwanted : future;
	*future = NULL;
	if (it->over || it->n == 0)
		return 0;
	status = it->run == NULL ? as_completed_begin(it) : 0;
	if (status < 0)
		return status;
	Run *run = it->run;
	future_ref(&run->news);
	while (status == 0 && run->left > 0 && list_empty(&run->done) && !run->late) {
		status = future_wait(&run->news);
		status = status == -EINPROGRESS ? 0 : status;
	}
	if (status == 0 && run->left > 0)
		status = as_completed_take(it, future);
	future_unref(&run->news);
	return status;
}

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
