/* Rung 4.1.4: references to a future, and what happens after the last one. */
#include "one_future.h"

#include <stdlib.h>
#include <string.h>

static void tells(void *name)
{
	trace("%s", (char *)name);
}

static void the_last_reference_forgets_the_callbacks(void **state)
{
	Handle a = HANDLE(tells, "a"), b = HANDLE(tells, "b");

	Future *future = begin();
	future_add_done_callback(future, &a);
	assert_ptr_equal(future_ref(future), future);
	future_unref(future);
	assert_int_equal(loop_call_soon(loop, &a), -EBUSY);
	future_unref(future);
	future = loop_create_future(loop);
	assert_int_equal(loop_call_soon(loop, &a), 0);
	handle_cancel(&a);
	future_add_done_callback(future, &b);
	future_cancel(future);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("b");
	end(future);
}

static bool never_cancelled(Future *future)
{
	return false;
}

static void tells_and_frees(Future *future)
{
	trace("freed");
	future_dispose(future);
}

static void a_kind_of_future_says_how_it_is_freed(void **state)
{
	static const FutureKind kind = { "a kind", never_cancelled, tells_and_frees,
		                         false, NULL };
	static const FutureKind local = { "a local", never_cancelled, NULL, false, NULL };
	Handle a = HANDLE(tells, "a");
	Future *f = begin(), *own = malloc(sizeof *own), here;

	future_init(own, loop, &kind);
	future_add_done_callback(own, &a);
	future_ref(own);
	future_unref(own);
	assert_trace("");
	future_unref(own);
	assert_trace("freed");
	assert_true(a.leave == NULL);
	future_init(&here, loop, &local);
	future_unref(&here);
	assert_false(future_done(&here));
	end(f);
}

/* Drops the only reference, in one of these states. */
static void drop(int error, void (*before)(Future *f))
{
	Loop *own = asyncio_new_event_loop();
	Future *f = loop_create_future(own);

	if (error < 0)
		future_set_error(f, error);
	else
		future_set_result(f, NULL);
	if (before != NULL)
		before(f);
	future_unref(f);
	loop_free(own);
}

static void reads(Future *f)
{
	future_result(f, NULL);
}

static void cancels(Future *f)
{
	future_cancel(f);
}

static void asks(Future *f)
{
	future_unref(future_ref(f));
	if (future_done(f) && !future_cancelled(f))
		printf("asked\n");
}

static void drops_unseen(void)
{
	drop(-EIO, NULL);
}

static void drops_asked(void)
{
	drop(-EIO, asks);
}

static void drops_others(void)
{
	drop(-EIO, reads);
	drop(-EIO, cancels);
	drop(-ECANCELED, NULL);
	drop(0, NULL);
	printf("done\n");
}

static void an_error_that_nobody_has_looked_at_is_reported_once(void **state)
{
	char line[100];

	snprintf(line, sizeof line, "the error of a future was never looked at: %s\n",
	         strerror(EIO));
	assert_int_equal(run_child(drops_unseen), 0);
	assert_text(program_output, line);
	assert_int_equal(run_child(drops_asked), 0);
	assert_printed("asked\n");
	assert_printed(line);
	assert_int_equal(run_child(drops_others), 0);
	assert_text(program_output, "done\n");
}

TESTS(T(the_last_reference_forgets_the_callbacks),
      T(a_kind_of_future_says_how_it_is_freed),
      T(an_error_that_nobody_has_looked_at_is_reported_once))
