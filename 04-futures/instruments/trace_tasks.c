/* trace_tasks.c - what became of a task is seen when its step is over: it has ended, or
 * it waits for something, or it has given way. */
#include "machines/symbols.h"
#include "trace_tasks.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

static Generator *generator_of(TaskObject *task)
{
	return (Generator *)(void *)(task + 1);
}

static const ThingKind task_kind_of_thing;

/* It is found by its future, its generator and its handle. */
static Thing *task_thing_new(TaskObject *task)
{
	const Generator *g = generator_of(task);
	const char *function = symbol_name((void (*)(void))g->fn);
	Thing *thing = trace_thing_runs(g, "task", generator_get_name(g), function);

	trace_thing_is(thing, task, &task_kind_of_thing);
	trace_alias(&task->future, thing);
	trace_alias(&task->step, thing);
	return thing;
}

/* The thing that a task is, with the name that it has now. */
static Thing *trace_task_thing(TaskObject *task)
{
	Thing *thing = trace_find(generator_of(task));

	if (thing == NULL)
		thing = task_thing_new(task);
	trace_rename(thing, generator_get_name(generator_of(task)));
	return thing;
}

/* ---- Before and after a step ---- */

/* What of it is reserved for a task: "a permit of ". */
static const char *part_of(const Thing *object)
{
	return strcmp(object->kind, "semaphore") == 0 ? "a permit of "
	       : strcmp(object->kind, "barrier") == 0 ? "a place in "
	                                              : "";
}

/* What was reserved for a task is its own now; if it is cancelled it passes it on. */
static void tell_taken(TaskObject *task)
{
	Thing *thing = trace_task_thing(task), *object = thing->reserved;
	const Future *future = task->waits_for;

	if (object == NULL || future == NULL || future->state != FUTURE_FINISHED ||
	    future->status < 0 || task->must_cancel)
		return;
	trace_log("acquires", "%s\t%s", thing->id, object->id);
	trace_did("has %s%s", part_of(object), object->name);
}

/* A request that came when it was ready already: the wait fails all the same. */
static void tell_request(const TaskObject *task, Thing *thing)
{
	if (!task->must_cancel)
		return;
	thing->waited = NULL;
	if (task->waits_for != NULL && strcmp(thing->why, "woken") == 0)
		trace_did("is cancelled, although it was woken");
}

static const char *task_name(void *task)
{
	return generator_get_name(generator_of(task));
}

/* We hold the task, so that it is still there after its step. The wait that is over is
 * forgotten: the next one may lie at the same address. */
static void task_begins(void *arg)
{
	TaskObject *task = arg;
	Thing *waited = task->waits_for == NULL ? NULL : trace_find(task->waits_for);

	if (waited != NULL && strcmp(waited->kind, "timer") == 0)
		waited->over = true;
	tell_taken(task);
	tell_request(task, trace_task_thing(task));
	future_ref(&task->future);
}

static bool task_ended(void *arg)
{
	TaskObject *task = arg;
	Thing *thing = trace_task_thing(task);
	int status = task->future.status;

	if (!task->finished)
		return false;
	trace_log("ends", "%s\t%d\t%s", thing->id, status,
	          status == 0 ? "" : trace_words(status));
	if (status == 0)
		trace_did("ends");
	else if (status == -ECANCELED)
		trace_did("ends: it is cancelled");
	else
		trace_did("ends: it fails: %s", trace_words(status));
	thing->over = true;
	future_unref(&task->future);
	return true;
}

static void task_rests(void *arg)
{
	TaskObject *task = arg;
	Thing *thing = trace_task_thing(task);

	if (task->waits_for != NULL) {
		trace_tell_wait(thing, task->waits_for);
	} else {
		trace_log("yields", "%s\t-", thing->id);
		trace_did("gives way to the others");
	}
	future_unref(&task->future);
}

/* ---- Why it is ready ---- */

/* A future that was set is traced once: the next one at its address is
 * another. */
static void tell_set(const Future *future)
{
	Thing *thing = trace_find(future);

	if (thing == NULL || strcmp(thing->kind, "future") != 0)
		return;
	trace_log("sets", "%s\t%s\t%d", trace_by(), thing->id, future->status);
	if (trace_running == NULL)
		trace_text("%s was set outside of a pass%s%s", thing->name,
		           future->status == 0 ? "" : ": ",
		           future->status == 0 ? "" : trace_words(future->status));
	else if (future->status == 0)
		trace_did("sets %s", thing->name);
	else
		trace_did("sets %s: %s", thing->name, trace_words(future->status));
	thing->over = true;
}

static const char *task_ready(void *arg)
{
	TaskObject *task = arg;
	const Future *future = task->waits_for;
	Thing *thing = trace_task_thing(task), *object = thing->reserved;

	thing->by_end = future != NULL && trace_running != NULL &&
	                trace_find(future) == trace_running;
	if (future == NULL)
		return task->must_cancel        ? "cancelled"
		       : thing == trace_running ? "yielded"
		                                : "woken";
	if (future->state != FUTURE_PENDING)
		tell_set(future);
	if (object != NULL && future->state == FUTURE_FINISHED && future->status == 0 &&
	    thing->is_reserved(thing->reserved_object)) {
		trace_log("reserves", "%s\t%s", object->id, thing->id);
		trace_did("reserves %s%s for %s", part_of(object), object->name,
		          thing->name);
	}
	/* What it waits for may be cancelled without it, or have ended because of the
	 * request, as another task does: then it is only woken. */
	bool now = thing->cancelled == trace_steps_begun + 1 || thing == trace_running;
	bool requested = now && future->state == FUTURE_CANCELLED;
	return task->must_cancel || requested ? "cancelled" : "woken";
}

/* ---- What the library tells ---- */

static const ThingKind task_kind_of_thing = { task_name, task_begins, task_ended,
	                                      task_rests, task_ready };

void trace_task_made(TaskObject *task)
{
	trace_lock();
	Thing *before = trace_find(generator_of(task));
	if (before != NULL)
		before->over = true;
	task_thing_new(task);
	trace_unlock();
}

void trace_task_steps(Handle *handle, TaskObject *task)
{
	trace_lock();
	trace_alias(handle, trace_task_thing(task));
	trace_unlock();
}

void trace_task_cancelled(TaskObject *task, bool taken_back)
{
	trace_lock();
	Thing *thing = trace_task_thing(task);
	thing->cancelled = taken_back ? thing->cancelled : trace_steps_begun + 1;
	if (taken_back)
		trace_did("takes back a request to cancel %s: %d left", thing->name,
		           task->cancelling);
	else
		trace_did("cancels %s (cancellation requests: %d)", thing->name,
		           task->cancelling);
	trace_log(taken_back ? "uncancels" : "cancels", "%s\t%s\t%d", trace_by(),
	          thing->id, task->cancelling);
	trace_unlock();
}

void trace_task_says(const char *words)
{
	trace_lock();
	trace_did("%s", words);
	trace_log("says", "%s\t%s", trace_by(), words);
	trace_unlock();
}

/* Its handle is found by the address that it is given. */
void trace_timeout_of(const void *timeout, TaskObject *task)
{
	char name[TRACE_NAME + 20];

	trace_lock();
	const Thing *owner = trace_task_thing(task);
	Thing *before = trace_find(timeout);
	if (before != NULL)
		before->over = true;
	snprintf(name, sizeof name, "the timeout of %s", owner->name);
	Thing *thing = trace_thing(timeout, "timer", name);
	snprintf(thing->owner, sizeof thing->owner, "%s", owner->id);
	trace_unlock();
}
