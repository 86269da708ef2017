/* 2.2.2: a child of fork has copies of its parent's loops, which do not run. */
#include "events.h"
#include "forked.h"

static Loop *loop;
static bool in_child;

static void says(void *text)
{
	trace("%s", (char *)text);
}

/* The child goes on where the parent does: it returns to the loop that has called it. */
static void forks(void *unused)
{
	in_child = is_forked();
	if (in_child)
		trace("running:%d", asyncio_get_running_loop() != NULL);
}

/* Runs the loop, and in the child traces what came of it, and ends. */
static void run(void)
{
	int status = loop_run_forever(loop);
	if (!in_child) {
		assert_int_equal(status, 0);
		return;
	}
	trace("run:%s", status == -ESHUTDOWN ? "ESHUTDOWN" : "?");
	_exit(3);
}

static void a_child_that_a_callback_forks_calls_nothing_else_of_the_loop(void **state)
{
	Handle a = HANDLE(says, "a"), b = HANDLE(says, "b"), f = HANDLE(forks, NULL);

	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &f);
	loop_call_soon(loop, &b);
	run();
	assert_trace("a running:0 run:ESHUTDOWN child:3 b");
	loop_free(loop);
}

static void runs_its_own(void *text)
{
	forks(NULL);
	if (!in_child)
		return;
	Loop *own = asyncio_new_event_loop();
	Handle h = HANDLE(says, text);
	loop_call_soon(own, &h);
	trace("own:%d", loop_run_forever(own));
	loop_free(own);
}

static void it_runs_a_loop_of_its_own(void **state)
{
	Handle f = HANDLE(runs_its_own, "hello"), b = HANDLE(says, "b");

	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	loop_call_soon(loop, &f);
	loop_call_soon(loop, &b);
	run();
	assert_trace("running:0 hello own:0 run:ESHUTDOWN child:3 b");
	loop_free(loop);
}

TESTS(T(a_child_that_a_callback_forks_calls_nothing_else_of_the_loop),
      T(it_runs_a_loop_of_its_own))
