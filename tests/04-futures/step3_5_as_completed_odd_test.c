/* Rung 4.3.5: as_completed in odd places, at odd moments, and of very many. */
#include "as_completed_private.h"
#include "very_many.h"

static Future *two[2];

static void take_without_a_task(void *arg)
{
	AsCompleted it = { .futures = two, .n = 2 }, nothing = { 0 };
	Future *future = NULL;

	trace("%s", status_name(as_completed_next(&it, &future)));
	trace("%d", as_completed_next(&nothing, &future));
}

static int takes_without_a_task(void *arg, void **result)
{
	Handle soon = HANDLE(take_without_a_task, NULL);

	two[0] = ready("a");
	two[1] = ready("b");
	loop_call_soon(loop, &soon);
	succeeds(asyncio_sleep(0));
	unref_all(two, 2);
	return 0;
}

static void without_a_task_nobody_can_take_the_next(void **state)
{
	run(takes_without_a_task, NULL);
	assert_trace("EPERM 0");
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

static int takes_one(void *arg, void **result)
{
	Future *future = NULL;

	trace("%d", as_completed_next(&shared, &future));
	return 0;
}

static int very_many(void *arg, void **result)
{
	AsCompleted it = { .futures = futures, .n = TEN_THOUSAND };
	int wrong = 0, n = 0;

	make_very_many();
	for (Future *future = NULL; as_completed_next(&it, &future) == 1; n++)
		wrong += future != same[n];
	trace("%d %d", n == TEN_THOUSAND, wrong);
	end_very_many();
	return 0;
}

static void ten_thousand_come_in_their_order(void **state)
{
	run(very_many, NULL);
	assert_trace("1 0");
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

/* One task waits in a next. Another one waits for the same future itself, and takes it
 * before the first task runs, which has been woken for nothing. */
static int takes_what_is_next(void *name, void **result)
{
	Future *future = NULL;
	int status = as_completed_next(&shared, &future);

	trace("%s:%s", (char *)name,
	      status < 0          ? status_name(status)
	      : future == NULL    ? "none"
	      : future == two[0]  ? "a"
	                          : "b");
	return 0;
}

static int snatches(void *name, void **result)
{
	succeeds(future_wait(two[0]));
	return takes_what_is_next(name, result);
}

static int has_two_takers(void *arg, void **result)
{
	two[0] = loop_create_future(loop);
	two[1] = loop_create_future(loop);
	shared = (AsCompleted){ .futures = two, .n = 2 };
	Task *first = asyncio_create_task(takes_what_is_next, "first");
	Task *second = asyncio_create_task(snatches, "second");

	succeeds(asyncio_sleep(1));
	trace("%u", shared.run == NULL ? 0 : shared.run->news.refs);
	set(two[0]);
	succeeds(asyncio_sleep(1));
	set(two[1]);
	succeeds(await(first, NULL));
	succeeds(await(second, NULL));
	unref_all(two, 2);
	return 0;
}

static void who_finds_nothing_waits_again_and_holds_the_run(void **state)
{
	assert_int_equal(run(has_two_takers, NULL), 0);
	assert_trace("3 second:a first:b");
	loop_free(loop);
}

TESTS(T(without_a_task_nobody_can_take_the_next),
      T(what_has_come_can_be_had_without_a_task), T(what_makes_no_sense_is_refused),
      T(ten_thousand_come_in_their_order), T(one_future_may_be_in_everything),
      T(who_finds_nothing_waits_again_and_holds_the_run))
