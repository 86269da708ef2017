/* Rung 4.2.5: references to a task, and which tasks there are. */
#include "core.h"

static int tells(void *name, void **result)
{
	trace("%s@%d", (char *)name, pass);
	*result = name;
	return 0;
}

static int takes_turns(void *name, void **result)
{
	for (int i = 0; i < 3; i++) {
		trace("%s%d", (char *)name, i);
		succeeds(asyncio_sleep(0));
	}
	return 0;
}

static int counts_tasks(void *unused, void **result)
{
	Task *tasks[2] = { NULL, NULL };

	trace("%d", (int)asyncio_all_tasks(loop, NULL, 0));
	trace("%d", (int)asyncio_all_tasks(loop, tasks, 2));
	trace("%s %s", task_get_name(tasks[0]), task_get_name(tasks[1]));
	succeeds(asyncio_sleep(0));
	trace("%d", (int)asyncio_all_tasks(loop, tasks, 1));
	trace("%d", tasks[0] == asyncio_current_task());
	return 0;
}

static void all_tasks_are_those_that_have_not_finished(void **state)
{
	begin();
	Task *a = new_task(tells, "a"), *counts = new_task(counts_tasks, NULL);
	Task *b = new_task(tells, "b");

	task_set_name(counts, "counts");
	task_set_name(b, "b");
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 3);
	assert_int_equal(loop_run_until_complete(loop, counts, NULL), 0);
	assert_trace("a@1 2 2 counts b b@1 1 1");
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	task_detach(a);
	task_detach(b);
	loop_free(loop);
}

static void a_detached_task_runs_on(void **state)
{
	begin();
	for (int i = 0; i < 3; i++)
		task_detach(new_task(takes_turns, "x"));
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 3);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("x0 x0 x0 x1 x1 x1 x2 x2 x2");
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	loop_free(loop);
}

static int only_waits(void *future, void **result)
{
	return future_wait(future);
}

/* Its owner gives the future back, although a task waits for it. */
static void who_waits_holds_what_it_waits_for(void **state)
{
	begin();
	Future *f = new_future();
	Task *task = new_task(only_waits, f);

	make_passes(1);
	future_unref(f);
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 1);
	future_set_result(f, NULL);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	loop_free(loop);
}

/* A task that is freed now is in no list of the loop any more, and changes none. */
static void a_task_may_be_let_go_after_its_loop_is_closed(void **state)
{
	begin();
	Task *a = new_task(tells, "a"), *b = new_task(tells, "b");

	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 2);
	assert_int_equal(loop_run_forever(loop), 0);
	loop_close(loop); /* which says that nobody has awaited them */
	task_detach(b);
	task_detach(a);
	assert_true(list_empty(&loop->closing));
	assert_trace("a@1 b@1");
	loop_free(loop);
}

TESTS(T(all_tasks_are_those_that_have_not_finished), T(a_detached_task_runs_on),
      T(who_waits_holds_what_it_waits_for),
      T(a_task_may_be_let_go_after_its_loop_is_closed))
