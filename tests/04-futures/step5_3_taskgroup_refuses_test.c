/* Rung 4.5.3: children that a group refuses. */
#include "groups.h"

#include <sys/resource.h>

static int fails_and_is_asked(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, fails, error_of(-EIO));
	trace("%s", why(asyncio_sleep(1)));
	refused(&group);
	leave(&group, 0);
	return 0;
}

static int is_not_there(void *arg, void **result)
{
	TaskGroup group = { 0 };

	refused(&group);
	trace("%s", why(taskgroup_exit(&group, 0)));
	trace("%s", why(taskgroup_enter(&group)));
	trace("%s", why(taskgroup_enter(&group)));
	trace("%s", why(taskgroup_exit(&group, 0)));
	trace("%s", why(taskgroup_exit(&group, -EIO)));
	trace("%s", why(taskgroup_enter(&group)));
	refused(&group);
	return 0;
}

static void what_is_refused_never_runs(void **state)
{
	TaskGroup group = { 0 };

	assert_int_equal(run(fails_and_is_asked, NULL), 0);
	assert_trace("ECANCELED ECANCELED EIO,1");
	assert_int_equal(run(is_not_there, NULL), 0);
	assert_trace("ECANCELED ECANCELED EIO,1 "
	             "EINVAL EINVAL 0 EINVAL 0 EINVAL EINVAL EINVAL");
	assert_int_equal(taskgroup_enter(&group), -EINVAL);
	assert_int_equal(taskgroup_exit(&group, 0), -EINVAL);
	assert_null(taskgroup_create_task(&group, never_runs, NULL));
}

/* A refused child, too, can be kept, and awaited. */
static int keeps_a_refused_one(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, fails, error_of(-EIO));
	trace("%s", why(asyncio_sleep(1)));
	Task *kept = future_ref(child(&group, never_runs, NULL));
	child(&group, never_runs, NULL);
	trace("%s", why(future_set_result(kept, NULL)));
	trace("%s", future_cancel(kept) ? "cancelled" : "done");
	trace("%s", future_cancelled(kept) ? "cancelled" : "failed");
	succeeds(asyncio_sleep(0.01));
	trace("%s", why(await(kept, NULL)));
	trace("%s", why(future_wait(child(&group, never_runs, NULL))));
	leave(&group, 0);
	loop_stop(asyncio_get_running_loop()); /* before it is let go */
	return asyncio_sleep(0);
}

static void what_is_refused_is_lent_nevertheless(void **state)
{
	assert_int_equal(run(keeps_a_refused_one, NULL), -EINTR);
	assert_trace("ECANCELED EINVAL done failed ECANCELED ECANCELED EIO,1");
}

/* For each that ends there are two new ones, until one fails. */
static TaskGroup hydra;

static int heads, cut;

static int head(void *arg, void **result)
{
	int error = asyncio_sleep(0.008);

	heads++;
	for (int i = 0; i < 2 && heads < 1000; i++)
		cut += future_done(child(&hydra, head, NULL));
	return error;
}

static int fights(void *arg, void **result)
{
	succeeds(taskgroup_enter(&hydra));
	child(&hydra, head, NULL);
	child(&hydra, fails_later, error_of(-EIO));
	leave(&hydra, 0);
	trace("%d %d", heads, cut);
	return 0;
}

static void a_group_that_grows_for_ever_ends_when_one_fails(void **state)
{
	assert_int_equal(run(fights, NULL), 0);
	assert_trace("EIO,1 7 8");
}

/* A body that does not look at what it got. The memory is short for one child alone, but
 * the group ends the others, and the body's next wait, as if that child had failed. */
static int looks_at_nothing(void *arg, void **result)
{
	struct rlimit none = { 0, RLIM_INFINITY }, all = { RLIM_INFINITY, RLIM_INFINITY };
	TaskGroup group = { 0 };
	int error = taskgroup_enter(&group);
	Task *first = future_ref(child(&group, takes, milliseconds(10))), *last = first;

	setrlimit(RLIMIT_AS, &none);
	while (last != NULL)
		last = child(&group, takes, milliseconds(10));
	setrlimit(RLIMIT_AS, &all);
	printf("%s ", why(future_result(child(&group, takes, NULL), NULL)));
	printf("%s ", why(asyncio_sleep(1)));
	error = taskgroup_exit(&group, error);
	printf("%s %d %s", why(error), (int)group.errors,
	       why(future_result(first, NULL)));
	future_unref(first);
	return 0;
}

static void forgets_to_look(void)
{
	run(looks_at_nothing, NULL);
}

static void a_child_without_memory_is_a_child_that_fails(void **state)
{
	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers need more memory than that");
	assert_int_equal(run_child(forgets_to_look), 0);
	assert_text(program_output, "ECANCELED ECANCELED ENOMEM 1 ECANCELED");
}

/* The last child has ended, and the parent has not gone on. */
static TaskGroup ending;

static int comes_too_late(void *last, void **result)
{
	succeeds(future_wait(last));
	refused(&ending);
	return 0;
}

static int has_one_that_is_watched(void *arg, void **result)
{
	succeeds(taskgroup_enter(&ending));
	Task *last = child(&ending, takes, milliseconds(10));
	Task *late = asyncio_create_task(comes_too_late, last);
	leave(&ending, 0);
	return await(late, NULL);
}

static void after_its_last_child_a_group_has_no_more(void **state)
{
	assert_int_equal(run(has_one_that_is_watched, NULL), 0);
	assert_trace("10:0 EINVAL 0,0");
}

/* Its loop is closed by a coroutine of another loop, or where no loop runs. */
static int is_refused_at_the_end(void *arg, void **result)
{
	TaskGroup group = { 0 };

	trace("%s", why(asyncio_sleep(100)));
	Task *task = child(&group, never_runs, NULL);
	if (task == NULL)
		trace("NULL");
	else
		trace("%s %s", why(future_result(task, NULL)),
		      task->loop == asyncio_current_task()->loop ? "its loop"
		                                                 : "another loop");
	return 0;
}

static Loop *with_one_that_is_refused(void)
{
	Loop *other = asyncio_new_event_loop();

	task_detach(loop_create_task(other, is_refused_at_the_end, NULL));
	loop_stop(other);
	assert_int_equal(loop_run_forever(other), 0);
	return other;
}

static int closes(void *other, void **result)
{
	loop_free(other);
	return 0;
}

static void what_is_refused_is_of_the_running_tasks_loop(void **state)
{
	assert_int_equal(run(fails_and_is_asked, NULL), 0);
	assert_trace("ECANCELED ECANCELED EIO,1");
	loop_free(with_one_that_is_refused());
	assert_trace("ECANCELED ECANCELED EIO,1 ECANCELED EINVAL its loop");
	assert_int_equal(run(closes, with_one_that_is_refused()), 0);
	assert_trace("ECANCELED ECANCELED EIO,1 ECANCELED EINVAL its loop "
	             "ECANCELED EINVAL its loop");
}

TESTS(T(what_is_refused_never_runs), T(what_is_refused_is_lent_nevertheless),
      T(a_group_that_grows_for_ever_ends_when_one_fails),
      T(a_child_without_memory_is_a_child_that_fails),
      T(after_its_last_child_a_group_has_no_more),
      T(what_is_refused_is_of_the_running_tasks_loop))
