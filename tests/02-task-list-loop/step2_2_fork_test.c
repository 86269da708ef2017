/* 2.2.2: a child of fork has copies of its parent's loops, which do not run. */
#include "forking.h"

static void says(void *text)
{
	trace("%s", (char *)text);
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
