/* Rung 4.3.6: as_completed, left early; and the order of its array. */
#include "very_many.h"

static Future *two[2];

/* But what has come already can be had. */
static AsCompleted shared;

/* Those that are left stand at the end, and nothing of ours is with them. */
static int leaves_early(void *arg, void **result)
{
	Future *futures[] = { start("a", 2), start("b", 1), start("c", 3) },
	       *first = NULL;
	AsCompleted it = { .futures = futures, .n = 3, .timeout = 10 }, nothing = { 0 };

	trace("%d", as_completed_next(&it, &first));
	trace("%d", first == futures[0]);
	succeeds(await(first, NULL));
	as_completed_close(&it);
	as_completed_close(&it);
	as_completed_close(&nothing);
	trace("%d", nobody_waits_for(futures[1]) && nobody_waits_for(futures[2]));
	trace("%d %d", as_completed_next(&it, &first),
	      as_completed_next(&nothing, &first));
	unref_all(futures + 1, 2);
	return 0;
}

static void who_leaves_early_closes_it(void **state)
{
	assert_int_equal(run(leaves_early, NULL), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("b 1 1 1 0 0 a c");
	assert_compared(loop_time(loop), ==, 3);
	loop_free(loop);
}

static int takes_one(void *arg, void **result)
{
	Future *future = NULL;

	trace("%d", as_completed_next(&shared, &future));
	return 0;
}

static int closes_under_others(void *arg, void **result)
{
	two[0] = loop_create_future(loop);
	shared = (AsCompleted){ .futures = two, .n = 1 };
	Task *x = asyncio_create_task(takes_one, NULL);
	Task *y = asyncio_create_task(takes_one, NULL);

	succeeds(asyncio_sleep(1));
	trace("%d", nobody_waits_for(two[0]));
	future_set_result(two[0], NULL);
	succeeds(asyncio_sleep(0)); /* x was woken, but has not run */
	as_completed_close(&shared);
	if (!shared.over)
		return -EIO; /* x and y would look for what is gone */
	shared = (AsCompleted){ 0 };
	succeeds(await(x, NULL));
	succeeds(await(y, NULL));
	trace("%d", nobody_waits_for(two[0]));
	future_unref(two[0]);
	return 0;
}

static void who_waits_while_it_is_closed_gets_nothing(void **state)
{
	run(closes_under_others, NULL);
	assert_trace("0 0 0 1");
	loop_free(loop);
}

static int sorts_very_many(void *arg, void **result)
{
	AsCompleted it = { .futures = futures, .n = TEN_THOUSAND };

	make_very_many();
	while (as_completed_next(&it, NULL) == 1)
		;
	trace("%s", memcmp(futures, same, sizeof same) == 0 ? "sorted" : "unsorted");
	int n = (int)asyncio_wait(futures, TEN_THOUSAND, -1, ALL_COMPLETED);
	trace("%s", n == TEN_THOUSAND ? "all" : "some");
	end_very_many();
	return 0;
}

static void then_the_array_has_them_in_the_order_in_which_they_came(void **state)
{
	run(sorts_very_many, NULL);
	assert_trace("sorted all");
	loop_free(loop);
}

/* Futures are moved more than once, if a moved one lies where the next one has to go. So
 * all 120 orders of five futures are tried; order says which of them is done when. */
enum { FIVE = 5, ORDERS = 120 };

static void make_order(int which, int order[FIVE])
{
	for (int i = 0; i < FIVE; i++)
		order[i] = i;
	for (int i = 0; i < FIVE; i++) {
		int other = i + which % (FIVE - i), at_i = order[i];
		which /= FIVE - i;
		order[i] = order[other];
		order[other] = at_i;
	}
}

static bool keeps(const int order[FIVE])
{
	Future *five[FIVE], *came[FIVE];
	Handle sets[FIVE];
	AsCompleted it = { .futures = five, .n = FIVE };

	for (int i = 0; i < FIVE; i++)
		five[i] = loop_create_future(loop);
	for (int i = 0; i < FIVE; i++) {
		came[i] = five[order[i]];
		sets[i] = (Handle)HANDLE(set, came[i]);
		loop_call_later(loop, i + 1, &sets[i]);
	}
	while (as_completed_next(&it, NULL) == 1)
		;
	for (int i = 0; i < FIVE; i++)
		handle_cancel(&sets[i]);
	unref_all(came, FIVE);
	return memcmp(five, came, sizeof five) == 0;
}

static int tries_every_order(void *arg, void **result)
{
	int kept = 0, order[FIVE];

	for (int which = 0; which < ORDERS; which++) {
		make_order(which, order);
		kept += keeps(order);
	}
	trace("%d of %d orders are kept", kept, ORDERS);
	return 0;
}

static void however_often_a_future_is_moved_it_is_found(void **state)
{
	assert_int_equal(run(tries_every_order, NULL), 0);
	assert_trace("120 of 120 orders are kept");
	loop_free(loop);
}

static int takes_again_and_again(void *arg, void **result)
{
	static Future *ten_thousand[TEN_THOUSAND];
	int status = 1;

	for (size_t j = 0; j < TEN_THOUSAND; j++)
		ten_thousand[j] = ready("a");
	for (int i = 0; status == 1 && i < AGAIN_AND_AGAIN; i++) {
		AsCompleted it = { .futures = ten_thousand, .n = TEN_THOUSAND };
		status = as_completed_next(&it, NULL);
		as_completed_close(&it);
	}
	return status == 1 ? 0 : status;
}

static void take_with_little_memory(void)
{
	with_little_memory(takes_again_and_again);
}

static void iterators_that_are_closed_leave_nothing(void **state)
{
	if (needs_much_memory())
		skip_because("valgrind, emulators and sanitizers need much memory of "
		             "their own");
	assert_int_equal(run_child(take_with_little_memory), 0);
	assert_text(program_output, "ok");
}

TESTS(T(who_leaves_early_closes_it), T(who_waits_while_it_is_closed_gets_nothing),
      T(then_the_array_has_them_in_the_order_in_which_they_came),
      T(however_often_a_future_is_moved_it_is_found),
      T(iterators_that_are_closed_leave_nothing))
