/* Rung 4.3.7: futures that are given twice, and several takers. */
#include "taking.h"

/* ASC-02 */
static int takes_one_given_twice(void *arg, void **result)
{
	Task *a = start("a", 1);
	Future *b = ready("b");
	Future *futures[] = { a, b, a, b, NULL, NULL, a };
	AsCompleted it = { .futures = futures, .n = 7 }, nothing = { 0 };

	all_steps(&it);
	all_steps(&nothing);
	return 0;
}

static void each_comes_once(void **state)
{
	run(takes_one_given_twice, NULL);
	assert_trace("b failed failed a a end end");
	loop_free(loop);
}

/* Two iterators are given the same future, and the first one twice: to the second one
 * it is not repeated. */
static int takes_all(void *it, void **result)
{
	all_steps(it);
	return 0;
}

static int takes_them_from_two(void *arg, void **result)
{
	Task *a = start("a", 1);
	Future *futures[] = { a, a }, *other[] = { future_ref(a) };
	AsCompleted one = { .futures = futures, .n = 2 };
	AsCompleted two = { .futures = other, .n = 1 };
	Task *first = asyncio_create_task(takes_all, &one);

	return await(asyncio_gather(NULL, first, asyncio_create_task(takes_all, &two)),
	             NULL);
}

static void two_iterators_have_nothing_in_common(void **state)
{
	run(takes_them_from_two, NULL);
	assert_trace("a a end a end");
	loop_free(loop);
}

/* ASC-07: the task that asks first gets the first. */
typedef struct Taker {
	const char *name;
	AsCompleted *it;
} Taker;

static int asks(void *arg, void **result)
{
	Taker *taker = arg;
	Future *future = NULL;
	void *value = NULL;

	while (as_completed_next(taker->it, &future) == 1) {
		succeeds(await(future, &value));
		trace("%s:%s", taker->name, text(value));
	}
	trace("%s:end", taker->name);
	return 0;
}

static int shares_them(void *arg, void **result)
{
	Future *futures[] = { start("a", 2), start("b", 1), start("c", 3) };
	AsCompleted it = { .futures = futures, .n = 3 };
	Taker x = { "x", &it }, y = { "y", &it };
	Task *first = asyncio_create_task(asks, &x);

	trace("%d",
	      await(asyncio_gather(NULL, first, asyncio_create_task(asks, &y)), NULL));
	return step(&it);
}

static void two_tasks_share_them_in_the_order_in_which_they_ask(void **state)
{
	assert_int_equal(run(shares_them, NULL), 0);
	assert_trace("b x:b a y:a c x:c x:end y:end 0 end");
	loop_free(loop);
}

static Future *futures[TEN_THOUSAND];

static int takes_the_same(void *arg, void **result)
{
	AsCompleted once = { .futures = futures, .n = TEN_THOUSAND };
	Future *future = loop_create_future(loop);
	int n = 0;

	for (size_t i = 0; i < TEN_THOUSAND; i++)
		futures[i] = future;
	set(future);
	while (as_completed_next(&once, NULL) == 1)
		n++;
	trace("%d", n);
	future_unref(future);
	return 0;
}

static void one_given_ten_thousand_times_comes_once(void **state)
{
	run(takes_the_same, NULL);
	assert_trace("1");
	loop_free(loop);
}

TESTS(T(each_comes_once), T(two_iterators_have_nothing_in_common),
      T(two_tasks_share_them_in_the_order_in_which_they_ask),
      T(one_given_ten_thousand_times_comes_once))
