/* Step 4.3: several at once: wait and as_completed in odd places, at odd moments,
 * and of very many. */
#include "several.h"

static Future *two[2];

static void wait_in_a_callback(void *arg)
{
	AsCompleted it = { .futures = two, .n = 2 }, nothing = { 0 };
	Future *future = NULL;

	trace("%d", (int)asyncio_wait(two, 2, -1, ALL_COMPLETED) == -EPERM);
	trace("%d", as_completed_next(&it, &future) == -EPERM);
	trace("%d", as_completed_next(&nothing, &future));
	as_completed_close(&it);
}

static int waits_in_a_callback(void *arg, void **result)
{
	Handle soon = HANDLE(wait_in_a_callback, NULL);

	two[0] = ready("a");
	two[1] = ready("b");
	loop_call_soon(loop, &soon);
	succeeds(asyncio_sleep(0));
	unref_all(two, 2);
	return 0;
}

static void without_a_task_nobody_can_wait(void **state)
{
	run(waits_in_a_callback, NULL);
	assert_trace("1 1 0");
	loop_free(loop);
}

/* But what has come already can be had. */
static AsCompleted shared;

static void take_in_a_callback(void *arg)
{
	Future *future = NULL;

	trace("%d", as_completed_next(&shared, &future));
	trace("%d", future == two[1]);
	trace("%d", as_completed_next(&shared, &future));
}

static int takes_in_a_callback(void *arg, void **result)
{
	Handle soon = HANDLE(take_in_a_callback, NULL);

	two[0] = ready("a");
	two[1] = ready("b");
	shared = (AsCompleted){ .futures = two, .n = 2 };
	trace("%d", as_completed_next(&shared, NULL));
	loop_call_soon(loop, &soon);
	succeeds(asyncio_sleep(0));
	unref_all(two, 2);
	return 0;
}

static void what_has_come_can_be_had_without_a_task(void **state)
{
	run(takes_in_a_callback, NULL);
	assert_trace("1 1 1 0");
	loop_free(loop);
}

static int takes_nonsense(void *arg, void **result)
{
	Loop *other = asyncio_new_event_loop();
	Future *futures[] = { ready("a"), loop_create_future(other) },
	       *future = futures[0];
	AsCompleted it = { .futures = futures, .n = 2 };

	trace("%d", as_completed_next(&it, &future) == -EINVAL && future == NULL);
	it.n = 1;
	it.timeout = NAN;
	trace("%d", as_completed_next(&it, &future) == -EINVAL && future == NULL);
	it.timeout = -1;
	trace("%d", as_completed_next(&it, &future) == 1 && future == futures[0]);
	unref_all(futures, 2);
	loop_free(other);
	return 0;
}

static void what_makes_no_sense_is_refused(void **state)
{
	run(takes_nonsense, NULL);
	assert_trace("1 1 1");
	loop_free(loop);
}

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
	assert_true(loop_time(loop) == 3);
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

static int very_many(void *arg, void **result)
{
	static Future *futures[TEN_THOUSAND], *same[TEN_THOUSAND];
	AsCompleted it = { .futures = futures, .n = TEN_THOUSAND },
		    once = { .n = TEN_THOUSAND };
	Handle *soon = calloc(TEN_THOUSAND, sizeof *soon);
	int wrong = 0, n = 0;

	for (int i = 0; i < TEN_THOUSAND; i++) {
		futures[i] = same[TEN_THOUSAND - 1 - i] = loop_create_future(loop);
		soon[i] = (Handle)HANDLE(set, futures[i]);
		loop_call_later(loop, TEN_THOUSAND - i, &soon[i]);
	}
	for (Future *future = NULL; as_completed_next(&it, &future) == 1; n++)
		wrong += future != same[n];
	trace("%d %d", n == TEN_THOUSAND, wrong);
	wrong = memcmp(futures, same, sizeof same);
	n = (int)asyncio_wait(futures, TEN_THOUSAND, -1, ALL_COMPLETED);
	trace("%d %d", n == TEN_THOUSAND, wrong);
	for (size_t i = 0; i < TEN_THOUSAND; i++)
		futures[i] = same[0];
	once.futures = futures;
	for (n = 0; as_completed_next(&once, NULL) == 1; n++)
		;
	trace("%d", n);
	for (int i = 0; i < TEN_THOUSAND; i++)
		handle_cancel(&soon[i]);
	unref_all(same, TEN_THOUSAND);
	free(soon);
	return 0;
}

static void ten_thousand_come_in_their_order(void **state)
{
	run(very_many, NULL);
	assert_trace("1 0 1 0 1");
	loop_free(loop);
}

/* One future in everything that there is. */
static int waits_for_it(void *arg, void **result)
{
	Future *all[] = { two[0], two[1] };

	trace("wait:%d", (int)asyncio_wait(all, 2, -1, (int)(intptr_t)arg));
	return 0;
}

static int is_in_everything(void *arg, void **result)
{
	two[0] = loop_create_future(loop);
	two[1] = start("b", 2);
	Future *left = asyncio_gather(NULL, future_ref(two[0]));
	Future *right = asyncio_gather(NULL, future_ref(two[0]), future_ref(two[1]));
	Task *first = asyncio_create_task(waits_for_it, (void *)FIRST_COMPLETED);
	Task *all = asyncio_create_task(waits_for_it, (void *)ALL_COMPLETED);
	shared = (AsCompleted){ .futures = (Future *[]){ two[1], two[0] }, .n = 2 };
	Task *taker = asyncio_create_task(takes_one, NULL);
	Handle later = HANDLE(set, two[0]);

	loop_call_later(loop, 1, &later);
	trace("%d", await(left, NULL));
	trace("%d", await(right, NULL));
	trace("%d", await(asyncio_gather(NULL, first, all, taker), NULL));
	as_completed_close(&shared);
	handle_cancel(&later);
	trace("%d", nobody_waits_for(two[0]) && nobody_waits_for(two[1]));
	unref_all(two, 2);
	return 0;
}

static void one_future_may_be_in_everything(void **state)
{
	run(is_in_everything, NULL);
	assert_trace("0 wait:1 1 b 0 wait:2 0 1");
	loop_free(loop);
}

TESTS(T(without_a_task_nobody_can_wait), T(what_has_come_can_be_had_without_a_task),
      T(what_makes_no_sense_is_refused), T(who_leaves_early_closes_it),
      T(who_waits_while_it_is_closed_gets_nothing), T(ten_thousand_come_in_their_order),
      T(one_future_may_be_in_everything))
