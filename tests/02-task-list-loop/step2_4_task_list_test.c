/* 2.2.4: generators on the loop. */
#include "events.h"
#include "../01-generators/watching.h"

#include <errno.h>
#include <string.h>

typedef struct Turns {
	const char *name;
	int n;
	int error;
} Turns;

static int takes_turns(void *arg, void **result)
{
	Turns *turns = arg;
	int error = 0;

	for (int i = 1; i <= turns->n && error == 0; i++) {
		trace("%s%d", turns->name, i);
		error = generator_yield(NULL, NULL);
	}
	if (error == -ECANCELED)
		trace("%s:closed", turns->name);
	return error < 0 ? error : turns->error;
}

static void each_generator_gets_a_turn_in_each_pass(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Turns a = { "a", 3, 0 }, b = { "b", 1, 0 }, c = { "c", 2, 0 };

	assert_non_null(loop);
	assert_int_equal(task_list_add(loop, generator_new(takes_turns, &a)), 0);
	assert_int_equal(task_list_add(loop, generator_new(takes_turns, &b)), 0);
	assert_int_equal(task_list_add(loop, generator_new(takes_turns, &c)), 0);
	assert_trace("");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a1 b1 c1 a2 c2 a3");
	assert_true(list_empty(&loop->closing)); /* they are gone before the loop is */
	loop_free(loop);
}

static int adds_another(void *arg, void **result)
{
	Loop *loop = asyncio_get_running_loop();

	trace("%d", task_list_add(loop, generator_new(takes_turns, arg)));
	return generator_yield(NULL, NULL);
}

static void a_generator_can_add_another(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Turns a = { "a", 2, 0 };

	succeeds(task_list_add(loop, generator_new(adds_another, &a)));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("0 a1 a2");
	loop_free(loop);
}

static void run_one_that_fails(void)
{
	Loop *loop = asyncio_new_event_loop();
	Turns a = { "a", 1, -EIO }, b = { "b", 2, 0 };
	Generator *failing = generator_new(takes_turns, &a);

	generator_set_name(failing, "failing");
	succeeds(task_list_add(loop, failing));
	succeeds(task_list_add(loop, generator_new(takes_turns, &b)));
	succeeds(loop_run_forever(loop));
	printf("%s", traced());
	loop_free(loop);
}

static void one_that_fails_is_reported_and_the_others_go_on(void **state)
{
	assert_int_equal(run_child(run_one_that_fails), 0);
	assert_printed("generator 'failing' on the task list failed: ");
	assert_printed("a1 b1 b2");
}

static void stop(void *loop)
{
	loop_stop(loop);
}

static void close_closes_what_is_on_the_list(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Turns a = { "a", 3, 0 }, b = { "b", 3, 0 };
	Handle s = HANDLE(stop, loop);

	assert_non_null(loop);
	succeeds(task_list_add(loop, generator_new(takes_turns, &a)));
	loop_call_soon(loop, &s);
	assert_int_equal(loop_run_forever(loop), 0);
	succeeds(task_list_add(loop, generator_new(takes_turns, &b)));
	assert_int_equal(loop_close(loop), 0);
	assert_trace("a1 a:closed");
	loop_free(loop);
}

static void they_are_closed_in_the_order_in_which_they_were_added(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Turns a = { "a", 3, 0 }, b = { "b", 3, 0 };
	Handle s = HANDLE(stop, loop);

	succeeds(task_list_add(loop, generator_new(takes_turns, &a)));
	succeeds(task_list_add(loop, generator_new(takes_turns, &b)));
	loop_call_soon(loop, &s);
	assert_int_equal(loop_run_forever(loop), 0);
	loop_free(loop);
	assert_trace("a1 b1 a:closed b:closed");
}

static void take_turns_while_watched(void)
{
	Turns a = { "a", 1, 0 };
	Generator *seen;
	Loop *loop;

	watch();
	loop = asyncio_new_event_loop();
	seen = generator_new(takes_turns, &a);
	generator_set_name(seen, "seen");
	succeeds(task_list_add(loop, seen));
	succeeds(loop_run_forever(loop));
	loop_free(loop);
}

static void whose_turn_it_is_is_seen_in_a_trace(void **state)
{
	assert_int_equal(run_child(take_turns_while_watched), 0);
	assert_printed("ready: seen");
}

static void free_closes_first(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Turns a = { "a", 3, 0 };
	Handle s = HANDLE(stop, loop);

	assert_non_null(loop);
	succeeds(task_list_add(loop, generator_new(takes_turns, &a)));
	loop_call_soon(loop, &s);
	assert_int_equal(loop_run_forever(loop), 0);
	loop_free(loop);
	assert_trace("a1 a:closed");
}

static int frees_the_loop(void *loop, void **result)
{
	int error = generator_yield(NULL, NULL);

	trace("cleanup:%d", loop_close(loop));
	loop_free(loop);
	return error;
}

static void a_loop_that_is_being_closed_is_not_freed(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle s = HANDLE(stop, loop);

	assert_non_null(loop);
	succeeds(task_list_add(loop, generator_new(frees_the_loop, loop)));
	succeeds(task_list_add(loop, generator_new(frees_the_loop, loop)));
	loop_call_soon(loop, &s);
	assert_int_equal(loop_run_forever(loop), 0);
	loop_free(loop);
	assert_trace("cleanup:0 cleanup:0");
}

static void what_the_loop_refuses_it_frees(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Turns a = { "a", 3, 0 };
	Generator *begun = generator_new(takes_turns, &a);

	assert_int_equal(task_list_add(loop, NULL), -ENOMEM);
	succeeds(generator_next(begun, NULL));
	loop_close(loop);
	assert_int_equal(task_list_add(loop, NULL), -ESHUTDOWN);
	assert_int_equal(task_list_add(loop, begun), -ESHUTDOWN);
	assert_trace("a1 a:closed");
	loop_free(loop);
}

static int schedules_while_it_is_closed(void *arg, void **result)
{
	int error = generator_yield(NULL, NULL);

	trace("%d", loop_call_soon(arg, &(Handle)HANDLE(stop, NULL)) == -ESHUTDOWN);
	trace("%d", task_list_add(arg, generator_new(takes_turns, NULL)) == -ESHUTDOWN);
	return error;
}

static void nothing_is_scheduled_while_the_loop_is_closed(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle s = HANDLE(stop, loop);

	succeeds(task_list_add(loop, generator_new(schedules_while_it_is_closed, loop)));
	loop_call_soon(loop, &s);
	succeeds(loop_run_forever(loop));
	assert_int_equal(loop_close(loop), 0);
	assert_trace("1 1");
	loop_free(loop);
}

TESTS(T(each_generator_gets_a_turn_in_each_pass), T(a_generator_can_add_another),
      T(one_that_fails_is_reported_and_the_others_go_on),
      T(close_closes_what_is_on_the_list), T(free_closes_first),
      T(they_are_closed_in_the_order_in_which_they_were_added),
      T(whose_turn_it_is_is_seen_in_a_trace),
      T(a_loop_that_is_being_closed_is_not_freed), T(what_the_loop_refuses_it_frees),
      T(nothing_is_scheduled_while_the_loop_is_closed))
