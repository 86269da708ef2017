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

TESTS(T(a_child_does_not_know_of_a_loop_that_was_freed),
      T(a_copy_that_has_called_the_child_is_not_freed_under_it))
