/* Step 4.5: groups used wrongly, groups of very many, and groups whose loop is closed. */
#include "groups.h"

#include <sys/resource.h>

/* Static, and without children: nothing is on a stack that is gone. */
static TaskGroup never_left;

static int returns_from_inside(void *arg, void **result)
{
	return taskgroup_enter(&never_left);
}

static void forgets_to_leave(void)
{
	printf("%s\n", why(asyncio_run(returns_from_inside, NULL, NULL)));
}

static void who_returns_from_inside_a_group_is_told(void **state)
{
	assert_int_equal(run_child(forgets_to_leave), 0);
	assert_text(program_output,
	            "task 'Task-1' has ended inside a timeout or a group\n"
	            "0\n");
}

static int never_runs(void *arg, void **result)
{
	trace("ran");
	return 0;
}

/* Tells why a child was refused; nobody need look at it. */
static void refused(TaskGroup *group)
{
	Task *task = child(group, never_runs, NULL);

	trace("%s", task == NULL ? "NULL" : why(future_result(task, NULL)));
	child(group, never_runs, NULL);
}

static int refusals(void *arg, void **result)
{
	TaskGroup group = { 0 }, failing = { 0 };

	refused(&group);
	trace("%s", why(taskgroup_exit(&group, 0)));
	trace("%s", why(taskgroup_enter(&group)));
	trace("%s", why(taskgroup_enter(&group)));
	trace("%s", why(taskgroup_exit(&group, 0)));
	trace("%s", why(taskgroup_exit(&group, -EIO)));
	trace("%s", why(taskgroup_enter(&group)));
	refused(&group);
	succeeds(taskgroup_enter(&failing));
	child(&failing, fails, error_of(-EIO));
	trace("%s", why(asyncio_sleep(1)));
	refused(&failing);
	leave(&failing, 0);
	return 0;
}

static void what_is_refused_never_runs(void **state)
{
	TaskGroup group = { 0 };

	assert_int_equal(run(refusals, NULL), 0);
	assert_trace("EINVAL EINVAL 0 EINVAL 0 EINVAL EINVAL EINVAL "
	             "ECANCELED ECANCELED EIO,1");
	assert_int_equal(taskgroup_enter(&group), -EINVAL);
	assert_int_equal(taskgroup_exit(&group, 0), -EINVAL);
	assert_null(taskgroup_create_task(&group, never_runs, NULL));
}

/* A refused child, too, can be kept, and awaited. */
static int keeps_a_refused_one(void *arg, void **result)
{
	TaskGroup group = { 0 };
	Task *kept = future_ref(child(&group, never_runs, NULL));
	Task *task = child(&group, never_runs, NULL);

	trace("%s", why(future_set_result(kept, NULL)));
	trace("%s", future_cancel(kept) ? "?" : "done");
	succeeds(asyncio_sleep(0.01));
	trace("%s", why(await(kept, NULL)));
	task = child(&group, never_runs, NULL);
	trace("%s", why(future_wait(task)));
	child(&group, never_runs, NULL);
	loop_stop(asyncio_get_running_loop()); /* before it is let go */
	return asyncio_sleep(0);
}

static void what_is_refused_is_lent_nevertheless(void **state)
{
	assert_int_equal(run(keeps_a_refused_one, NULL), -EINTR);
	assert_trace("EINVAL done EINVAL EINVAL");
}

static int leaves_it(void *group, void **result)
{
	trace("%s", why(taskgroup_exit(group, 0)));
	return 0;
}

static int another_leaves(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, leaves_it, &group);
	child(&group, takes, milliseconds(10));
	trace("%s", why(await(asyncio_create_task(leaves_it, &group), NULL)));
	leave(&group, 5);
	return 0;
}

static void only_its_own_task_leaves_a_group(void **state)
{
	assert_int_equal(run(another_leaves, NULL), 0);
	assert_trace("EINVAL EINVAL 0 10:0 0,0");
}

static int ends_at_once(void *arg, void **result)
{
	return 0;
}

/* One after the other; those that have ended are forgotten. */
static int very_many(void *arg, void **result)
{
	TaskGroup group = { 0 };
	int most = 0, n = 0;

	succeeds(taskgroup_enter(&group));
	for (int i = 0; i < TEN_THOUSAND; i++) {
		n += child(&group, ends_at_once, NULL) != NULL;
		if (i % 100 == 0)
			succeeds(asyncio_sleep(0.001));
		int tasks = (int)asyncio_all_tasks(asyncio_get_running_loop(), NULL, 0);
		most = tasks > most ? tasks : most;
	}
	succeeds(asyncio_sleep(0.001));
	trace("%s", group.children.next == &group.children ? "none" : "some");
	leave(&group, 0);
	trace("%s %s", n == TEN_THOUSAND ? "all" : "?", most <= 110 ? "few" : "many");
	return 0;
}

static void children_that_have_ended_are_forgotten(void **state)
{
	assert_int_equal(run(very_many, NULL), 0);
	assert_trace("none 0,0 all few");
}

/* For each that ends there are two new ones, until somebody fails. */
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

/* What the children use lies on the stack of their parent. */
static int uses(void *arg, void **result)
{
	TaskGroup *group = arg;
	int error = asyncio_sleep(100);

	trace("child:%s,%d", why(error), (int)group->errors);
	refused(group);
	return -EIO;
}

static int has_a_group(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	for (int i = 0; i < 2; i++)
		child(&group, uses, &group);
	if (arg != NULL)
		child(&group, has_a_group, NULL);
	int error = arg == NULL ? asyncio_sleep(100) : 0;
	if (error < 0)
		refused(&group);
	error = taskgroup_exit(&group, error);
	trace("%s,%d", why(error), (int)group.errors);
	return error;
}

static void closes_after(int passes_before, void *arg)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	Loop *loop = asyncio_new_event_loop();
	assert_non_null(loop);
	Task *task = loop_create_task(loop, has_a_group, arg);

	assert_non_null(task);
	for (int i = 0; i < passes_before; i++) {
		loop_stop(loop);
		assert_int_equal(loop_run_forever(loop), 0);
	}
	assert_int_equal(loop_close(loop), 0);
	assert_true(future_done(task));
	task_detach(task);
	loop_free(loop);
}

static void when_the_loop_is_closed_children_end_before_their_parent(void **state)
{
	closes_after(3, NULL);
	assert_trace("ESHUTDOWN child:ECANCELED,0 ECANCELED child:ECANCELED,1 ECANCELED "
	             "EIO,2");
}

static void groups_in_groups_end_from_the_inside_out(void **state)
{
	closes_after(3, "nested");
	assert_trace("child:ECANCELED,0 ECANCELED child:ECANCELED,1 ECANCELED "
	             "ESHUTDOWN child:ECANCELED,0 ECANCELED child:ECANCELED,1 ECANCELED "
	             "EIO,2 EIO,3");
}

static void children_that_have_not_begun_are_closed_too(void **state)
{
	closes_after(1, NULL);
	assert_trace("ESHUTDOWN ECANCELED,0");
}

/* The loop stops between the failure of a child and the news of it. */
static int fails_and_stops(void *arg, void **result)
{
	loop_stop(asyncio_get_running_loop());
	return -EIO;
}

static int has_a_failed_child(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, fails_and_stops, NULL);
	child(&group, takes, milliseconds(10));
	return leave(&group, 0);
}

static void an_error_is_counted_though_the_loop_is_closed(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	Loop *loop = asyncio_new_event_loop();
	assert_non_null(loop);
	task_detach(loop_create_task(loop, has_a_failed_child, NULL));
	assert_int_equal(loop_run_forever(loop), 0);
	loop_free(loop);
	assert_trace("10:ECANCELED EIO,1");
}

/* Children that wait for each other, for a stranger, and for their parent. */
static int awaits(void *task, void **result)
{
	int error = future_wait(task);

	trace("%s:%s", task_get_name(asyncio_current_task()), why(error));
	return error;
}

static Task *named(TaskGroup *group, const char *name, CoroutineFn *fn, void *arg)
{
	Task *task = group == NULL ? asyncio_create_task(fn, arg) : child(group, fn, arg);

	task_set_name(task, name);
	return task;
}

static int has_a_tangle(void *arg, void **result)
{
	TaskGroup group = { 0 };
	Task *stranger = named(NULL, "stranger", sleeps_long, NULL);

	succeeds(taskgroup_enter(&group));
	named(&group, "c", awaits, named(&group, "b", awaits, stranger));
	named(&group, "a", awaits, asyncio_current_task());
	int error = taskgroup_exit(&group, asyncio_sleep(100));
	trace("%s", why(error));
	task_detach(stranger);
	return error;
}

static int watches(void *task, void **result)
{
	return future_wait(task);
}

static void a_tangle_of_waits_is_closed_once(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	Loop *loop = asyncio_new_event_loop();
	assert_non_null(loop);
	Task *task = loop_create_task(loop, has_a_tangle, NULL);
	task_detach(loop_create_task(loop, watches, task));

	assert_non_null(task);
	for (int i = 0; i < 3; i++) {
		loop_stop(loop);
		assert_int_equal(loop_run_forever(loop), 0);
	}
	assert_int_equal(loop_close(loop), 0);
	assert_true(future_cancelled(task));
	assert_trace("sleeper:ECANCELED b:ECANCELED c:ECANCELED a:ECANCELED ECANCELED");
	task_detach(task);
	loop_free(loop);
}

static int has_no_memory(void *arg, void **result)
{
	struct rlimit none = { 0, RLIM_INFINITY }, all = { RLIM_INFINITY, RLIM_INFINITY };
	TaskGroup group = { 0 };
	int n = 0, error = taskgroup_enter(&group);
	Task *task;

	setrlimit(RLIMIT_AS, &none);
	while ((task = child(&group, takes, milliseconds(10))) != NULL)
		n++;
	error = await(task, NULL);
	setrlimit(RLIMIT_AS, &all);
	printf("%s %s ", n > 0 ? "some" : "none", why(error));
	error = taskgroup_exit(&group, error);
	printf("%s %d", why(error), (int)group.errors);
	return 0;
}

static void runs_out_of_memory(void)
{
	run(has_no_memory, NULL);
}

static void without_memory_there_are_no_more_children(void **state)
{
	if (SANITIZED || TEST_SCALE > 1)
		skip();
	assert_int_equal(run_child(runs_out_of_memory), 0);
	assert_text(program_output, "some ENOMEM ENOMEM 2"); /* the child, and the body */
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
		skip();
	assert_int_equal(run_child(forgets_to_look), 0);
	assert_text(program_output, "ECANCELED ECANCELED ENOMEM 1 ECANCELED");
}

TESTS(T(who_returns_from_inside_a_group_is_told), T(a_tangle_of_waits_is_closed_once),
      T(without_memory_there_are_no_more_children),
      T(a_child_without_memory_is_a_child_that_fails), T(what_is_refused_never_runs),
      T(what_is_refused_is_lent_nevertheless), T(only_its_own_task_leaves_a_group),
      T(children_that_have_ended_are_forgotten),
      T(a_group_that_grows_for_ever_ends_when_one_fails),
      T(when_the_loop_is_closed_children_end_before_their_parent),
      T(groups_in_groups_end_from_the_inside_out),
      T(children_that_have_not_begun_are_closed_too),
      T(an_error_is_counted_though_the_loop_is_closed))
