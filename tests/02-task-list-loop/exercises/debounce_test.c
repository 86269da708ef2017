/* Exercise debounce: see 02-task-list-loop/exercises/debounce.c. */
#include "debounce.h"
#include "testing.h"

static Loop *loop;
static Debounce search;

static void key(void *unused)
{
	trace("key at %g", loop_time(loop));
	debounce(loop, &search);
}

static void searches(void *unused)
{
	trace("search at %g", loop_time(loop));
}

static void type_at(const double *seconds, size_t n)
{
	Handle keys[8];

	loop = asyncio_new_event_loop();
	search = (Debounce){ .fn = searches, .quiet = 3 };
	for (size_t i = 0; i < n; i++) {
		keys[i] = (Handle)HANDLE(key, NULL);
		loop_call_at(loop, seconds[i], &keys[i]);
	}
	int error = loop_run_forever(loop);
	loop_free(loop);
	assert_int_equal(error, 0);
}

static void it_is_called_when_it_has_become_quiet(void **state)
{
	const double seconds[] = { 1 };

	type_at(seconds, 1);
	assert_trace("key at 1 search at 4");
}

static void of_a_burst_only_the_last_counts(void **state)
{
	const double seconds[] = { 1, 2, 4 };

	type_at(seconds, 3);
	assert_trace("key at 1 key at 2 key at 4 search at 7");
}

static void the_next_burst_is_another_one(void **state)
{
	const double seconds[] = { 1, 2, 10, 12 };

	type_at(seconds, 4);
	assert_trace("key at 1 key at 2 search at 5 key at 10 key at 12 search at 15");
}

static void two_asked_in_one_pass_are_one(void **state)
{
	const double seconds[] = { 2, 2 };

	type_at(seconds, 2);
	assert_trace("key at 2 key at 2 search at 5");
}

static void a_call_that_fails_forgets_the_earlier_time_too(void **state)
{
	loop = asyncio_new_event_loop();
	search = (Debounce){ .fn = searches, .quiet = 3 };
	succeeds(debounce(loop, &search));
	search.quiet = NAN;
	trace("%s", status_name(debounce(loop, &search)));
	succeeds(loop_run_forever(loop));
	search.quiet = 2;
	succeeds(debounce(loop, &search));
	succeeds(loop_run_forever(loop));
	loop_free(loop);
	assert_trace("EINVAL search at 2");
}

TESTS(T(it_is_called_when_it_has_become_quiet), T(of_a_burst_only_the_last_counts),
      T(the_next_burst_is_another_one), T(two_asked_in_one_pass_are_one),
      T(a_call_that_fails_forgets_the_earlier_time_too))
