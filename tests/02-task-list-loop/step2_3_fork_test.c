/* 2.2.3: a child of fork closes its copy of a loop. */
#include "forking.h"

#include <stdlib.h>
#include <string.h>

/* While its frames are on the stack of the child the copy must stay. */
static void frees_it_too_early(void *unused)
{
	forks(NULL);
	if (in_child)
		trace("close:%d", loop_close(loop) == -EBUSY);
	if (in_child)
		loop_free(loop);
}

static void a_copy_that_has_called_the_child_is_not_freed_under_it(void **state)
{
	Handle f = HANDLE(frees_it_too_early, NULL);

	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	loop_call_soon(loop, &f);
	run();
	assert_trace("running:0 close:1 run:ESHUTDOWN child:3");
	loop_free(loop);
}

/* Where a freed loop was there is something else now, which the child must not take for a
 * loop. */
static void a_child_does_not_know_of_a_loop_that_was_freed(void **state)
{
	Handle f = HANDLE(forks, NULL);
	Loop *freed = asyncio_new_event_loop();

	assert_int_equal(loop_close(freed), 0);
	assert_int_equal(loop_call_soon(freed, &f), -ESHUTDOWN);
	loop_free(freed);
	char *there = malloc(sizeof(Loop));
	assert_non_null(there);
	memset(there, 0xff, sizeof(Loop));
	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	loop_call_soon(loop, &f);
	run();
	assert_trace("running:0 run:ESHUTDOWN child:3");
	loop_free(loop);
	free(there);
}

/* Whatever the list of loops has for a neighbour of a new loop, it is no freed one. */
static void a_loop_that_was_freed_has_no_neighbours(void **state)
{
	enum { LOOPS = 20 };
	Loop *loops[LOOPS];
	char *there[LOOPS], fresh[sizeof(Loop)];

	memset(fresh, 0xff, sizeof fresh);
	for (int i = 0; i < LOOPS; i++) {
		loops[i] = asyncio_new_event_loop();
		assert_non_null(loops[i]);
	}
	for (int i = 0; i < LOOPS; i++) {
		succeeds(loop_close(loops[i]));
		assert_true(loops[i]->closed);
		loop_free(loops[i]);
	}
	for (int i = 0; i < LOOPS; i++) { /* where the freed loops were */
		there[i] = malloc(sizeof(Loop));
		assert_non_null(there[i]);
		memcpy(there[i], fresh, sizeof fresh);
	}
	loop_free(asyncio_new_event_loop());
	for (int i = 0; i < LOOPS; i++) {
		if (memcmp(there[i], fresh, sizeof fresh) != 0)
			fail_msg("a loop that was freed was written to, when another was "
			         "made and freed: it still stands on the list of loops");
		free(there[i]);
	}
}

static int gave_up;

static void gives_up(void *unused)
{
	gave_up++;
}

static void a_copy_is_closed_once(void **state)
{
	Handle f = HANDLE(forks, NULL), closing = HANDLE(gives_up, NULL);

	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	loop_call_soon(loop, &f);
	int status = loop_run_forever(loop);
	if (in_child) {
		handle_append(&loop->closing, &closing);
		succeeds(loop_close(loop));
		trace("gave_up:%d", gave_up);
		handle_append(&loop->closing, &closing);
		succeeds(loop_close(loop));
		trace("gave_up:%d", gave_up);
		_exit(3);
	}
	assert_int_equal(status, 0);
	assert_trace("running:0 gave_up:1 gave_up:1 child:3");
	loop_free(loop);
}

TESTS(T(a_loop_that_was_freed_has_no_neighbours), T(a_copy_is_closed_once),
      T(a_child_does_not_know_of_a_loop_that_was_freed),
      T(a_copy_that_has_called_the_child_is_not_freed_under_it))
