/* Rung 4.2.3: tasks that follow each other in a pass, and what comes between them. */
#include "core.h"

/* Three turns, each with the number of its pass. */
static int takes_turns(void *name, void **result)
{
	for (int i = 0; i < 3; i++) {
		trace("%s@%d", (char *)name, pass);
		if (asyncio_sleep(0) < 0)
			return -ECANCELED;
	}
	return 0;
}

static void call(void *name)
{
	trace("%s@%d", (char *)name, pass);
}

/* Two tasks, a callback, a task: in this order they run, whatever they are. */
static void a_callback_between_tasks_keeps_its_place(void **state)
{
	Handle between = HANDLE(call, "callback");

	begin();
	task_detach(new_task(takes_turns, "ada"));
	task_detach(new_task(takes_turns, "bob"));
	loop_call_soon(loop, &between);
	task_detach(new_task(takes_turns, "cyd"));
	make_passes(2);
	assert_trace("ada@1 bob@1 callback@1 cyd@1 ada@2 bob@2 cyd@2");
	make_passes(4);
	assert_trace("ada@1 bob@1 callback@1 cyd@1 ada@2 bob@2 cyd@2 ada@3 bob@3 cyd@3");
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	loop_free(loop);
}

static int makes_another(void *unused, void **result)
{
	trace("mother@%d", pass);
	task_detach(asyncio_create_task(takes_turns, "daughter"));
	loop_stop(loop);
	return asyncio_sleep(0);
}

/* However many tasks follow each other, what they schedule is for the next pass. */
static void what_tasks_in_a_row_schedule_waits_for_the_next_pass(void **state)
{
	begin();
	task_detach(new_task(makes_another, NULL));
	task_detach(new_task(takes_turns, "aunt"));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("mother@1 aunt@1");
	make_passes(1);
	assert_trace("mother@1 aunt@1 daughter@2 aunt@2");
	make_passes(4);
	loop_free(loop);
}

TESTS(T(a_callback_between_tasks_keeps_its_place),
      T(what_tasks_in_a_row_schedule_waits_for_the_next_pass))
