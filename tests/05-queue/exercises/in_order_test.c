/* Exercise in_order: see 05-queue/exercises/in_order.c. */
#include "in_order.h"
#include "runners.h"
#include "testing.h"
#include "timeouts.h"

#include <errno.h>

typedef struct Fetch {
	char *name;
	double seconds;
	int status;
} Fetch;

static InOrder order;

static double now(void)
{
	return loop_time(asyncio_get_running_loop());
}

static int fetch(void *arg, void **result)
{
	const Fetch *what = arg;

	trace("+%s@%g", what->name, now());
	int error = asyncio_sleep(what->seconds);
	*result = what->name;
	return error < 0 ? error : what->status;
}

/* Records a result and when it came: "a@5". */
static int get(void)
{
	void *value = NULL;
	int error = in_order_get(&order, &value);

	trace("%s@%g", error < 0 || value == NULL ? status_name(error) : (char *)value,
	      now());
	return error;
}

static void run(CoroutineFn *fn, long most)
{
	order = (InOrder){ .fn = fetch, .calls.maxsize = most };
	int error = asyncio_run(fn, NULL, NULL);
	queue_clear(&order.calls);
	assert_int_equal(error, 0);
}

static int asks_for_three(void *arg, void **result)
{
	static Fetch a = { "a", 5, 0 }, b = { "b", 1, 0 }, c = { "c", 7, 0 };

	succeeds(in_order_put(&order, &a));
	succeeds(in_order_put(&order, &b));
	succeeds(in_order_put(&order, &c));
	for (int i = 0; i < 3; i++)
		get();
	return 0;
}

static void they_run_side_by_side_and_come_in_order(void **state)
{
	run(asks_for_three, 3);
	assert_trace("+a@0 +b@0 +c@0 a@5 b@5 c@7");
}

static int puts_four(void *arg, void **result)
{
	static Fetch all[] = {
		{ "a", 1, 0 }, { "b", 1, 0 }, { "c", 1, 0 }, { "d", 1, 0 }
	};
	int error = 0;

	for (int i = 0; i < 4 && error == 0; i++)
		error = in_order_put(&order, &all[i]);
	in_order_end(&order);
	return error;
}

static int gets_late(void *arg, void **result)
{
	Task *task = asyncio_create_task(puts_four, NULL);

	for (int i = 0; i < 5; i++) {
		if (i < 3)
			succeeds(asyncio_sleep(10));
		get();
	}
	return await(task, NULL);
}

static void no_more_than_so_many_begin_before_they_are_asked_for(void **state)
{
	run(gets_late, 2);
	assert_trace("+a@0 +b@0 a@10 +c@10 b@20 +d@20 c@30 d@30 EPIPE@30");
}

static int one_of_them_fails(void *arg, void **result)
{
	static Fetch a = { "a", 2, -EIO }, b = { "b", 1, 0 };

	succeeds(in_order_put(&order, &a));
	succeeds(in_order_put(&order, &b));
	get();
	get();
	return 0;
}

static void an_error_is_told_in_its_place(void **state)
{
	run(one_of_them_fails, 2);
	assert_trace("+a@0 +b@0 EIO@2 b@2");
}

static int fetch_and_tell(void *arg, void **result)
{
	int error = asyncio_sleep(5);

	trace("call:%s@%g", status_name(error), now());
	return error;
}

static int gets(void *arg, void **result)
{
	return get();
}

static int cancels_a_get(void *arg, void **result)
{
	order.fn = fetch_and_tell;
	succeeds(in_order_put(&order, NULL));
	Task *task = asyncio_create_task(gets, NULL);
	succeeds(asyncio_sleep(1));
	task_cancel(task);
	ignore_status(await(task, NULL));
	return asyncio_sleep(9);
}

static void a_cancelled_get_cancels_its_call(void **state)
{
	run(cancels_a_get, 2);
	assert_trace("call:ECANCELED@1 ECANCELED@1");
}

static int gives_up_to_put(void *arg, void **result)
{
	static Fetch a = { "a", 0, 0 }, b = { "b", 0, 0 };
	Timeout timeout = { 0 };

	succeeds(in_order_put(&order, &a));
	succeeds(timeout_enter(&timeout, 3));
	int error = timeout_exit(&timeout, in_order_put(&order, &b));
	trace("%s", status_name(error));
	in_order_end(&order);
	trace("%s", status_name(in_order_put(&order, &b)));
	while (get() == 0 && order.calls.n > 0)
		;
	return 0;
}

static void a_call_that_found_no_room_never_runs(void **state)
{
	run(gives_up_to_put, 1);
	assert_trace("+a@0 ETIMEDOUT EPIPE a@3");
}

TESTS(T(they_run_side_by_side_and_come_in_order),
      T(no_more_than_so_many_begin_before_they_are_asked_for),
      T(an_error_is_told_in_its_place), T(a_cancelled_get_cancels_its_call),
      T(a_call_that_found_no_room_never_runs))
