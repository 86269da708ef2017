/* Exercise rate_limit: see 02-task-list-loop/exercises/rate_limit.c. */
#include "rate_limit.h"
#include "testing.h"

#include <errno.h>

static Loop *loop;
static RateLimit limit;
static Handle requests[8];

static void request(void *name)
{
	trace("%s at %g", (const char *)name, loop_time(loop));
}

static void ask(int first, int end)
{
	static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g", "h" };

	for (int i = first; i < end; i++) {
		requests[i] = (Handle)HANDLE(request, (void *)names[i]);
		rate_limit_call(&limit, loop, &requests[i]);
	}
}

static void three_more(void *unused)
{
	ask(3, 6);
}

static void begin(int calls, double seconds)
{
	loop = asyncio_new_event_loop();
	limit = (RateLimit){ .calls = calls, .seconds = seconds };
}

static void run(void)
{
	int error = loop_run_forever(loop);

	loop_free(loop);
	assert_int_equal(error, 0);
}

static void as_many_as_allowed_come_at_once(void **state)
{
	begin(3, 10);
	ask(0, 3);
	run();
	assert_trace("a at 0 b at 0 c at 0");
}

static void the_others_wait_in_their_order(void **state)
{
	begin(2, 10);
	ask(0, 5);
	run();
	assert_trace("a at 0 b at 0 c at 10 d at 10 e at 20");
}

static void nobody_waits_longer_than_necessary(void **state)
{
	Handle later = HANDLE(three_more, NULL);

	begin(3, 10);
	ask(0, 2);
	loop_call_at(loop, 8, &later);
	run();
	assert_trace("a at 0 b at 0 d at 8 e at 10 f at 10");
}

static void any_span_counts_and_not_only_the_first(void **state)
{
	Handle later = HANDLE(three_more, NULL);

	begin(2, 10);
	ask(0, 1);
	loop_call_at(loop, 3, &later);
	run();
	assert_trace("a at 0 d at 3 e at 10 f at 13");
}

static void what_is_refused_does_not_count(void **state)
{
	begin(1, 10);
	ask(0, 1);
	int refused = rate_limit_call(&limit, loop, &requests[0]);
	ask(1, 2);
	run();
	assert_int_equal(refused, -EBUSY);
	assert_trace("a at 0 b at 10");
}

TESTS(T(as_many_as_allowed_come_at_once), T(the_others_wait_in_their_order),
      T(nobody_waits_longer_than_necessary), T(any_span_counts_and_not_only_the_first),
      T(what_is_refused_does_not_count))
