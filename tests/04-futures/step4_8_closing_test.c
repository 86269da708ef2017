/* Rung 4.4.8: a loop that is closed ends its tasks. */
#include "core.h"

#include <unistd.h>

static int cleans_up(void *future, void **result)
{
	int status = await(future, NULL);

	trace("%s", why(status));
	trace("%s", why(asyncio_sleep(1)));
	trace("%s", why(asyncio_sleep(0)));
	trace("%s", why(future_wait(future)));
	trace("%s", why(generator_yield(NULL, NULL)));
	return status;
}

static void every_wait_of_a_closed_loop_is_cancelled(void **state)
{
	begin();
	Future *f = new_future();
	Task *task = new_task(cleans_up, f);

	make_passes(1);
	assert_int_equal(loop_close(loop), 0);
	assert_trace("ECANCELED ECANCELED ECANCELED ECANCELED ECANCELED");
	assert_true(future_cancelled(task));
	assert_false(future_done(f));
	assert_true(list_empty(&f->callbacks)); /* nothing of the task is left there */
	assert_null(asyncio_current_task());
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	future_unref(task);
	future_unref(f);
	loop_free(loop);
}

static int closes_another_loop(void *other, void **result)
{
	Task *self = asyncio_current_task();

	loop_free(other);
	trace(asyncio_current_task() == self ? "self" : "nobody");
	return 0;
}

static void who_closes_another_loop_still_runs_afterwards(void **state)
{
	begin();
	Loop *other = asyncio_new_event_loop();
	Future *f = loop_create_future(other);
	Task *task = loop_create_task(other, cleans_up, f);

	loop_stop(other);
	assert_int_equal(loop_run_forever(other), 0);
	assert_int_equal(coroutine_status(closes_another_loop, other), 0);
	assert_trace("ECANCELED ECANCELED ECANCELED ECANCELED ECANCELED self");
	future_unref(task);
	future_unref(f);
	loop_free(loop);
}

static int tells(void *name, void **result)
{
	trace("%s", (char *)name);
	return 0;
}

static int awaits(void *future, void **result)
{
	int status = await(future, NULL);

	trace("%s", why(status));
	return status;
}

/* What it awaited has come to its end, so it was taken. */
static void who_is_awaited_ends_before_who_awaits(void **state)
{
	begin();
	Future *f = new_future();
	Task *first = new_task(waits_for, f),
	     *second = new_task(awaits, future_ref(first));
	Task *third = new_task(awaits, future_ref(second));

	make_passes(1);
	loop_close(loop);
	assert_trace("ECANCELED ECANCELED");
	assert_int_equal(first->refs, 1);
	assert_int_equal(second->refs, 1);
	assert_int_equal(third->refs, 1);
	future_unref(first);
	future_unref(second);
	future_unref(third);
	future_unref(f);
	loop_free(loop);
}

static void one_that_has_not_begun_never_does(void **state)
{
	begin();
	Task *task = new_task(tells, "never");
	loop_close(loop);
	assert_trace("");
	assert_int_equal(future_result(task, NULL), -ECANCELED);
	future_unref(task);
	loop_free(loop);
}

static int answers_with_a_value(void *future, void **result)
{
	trace("%s", why(future_wait(future)));
	*result = "value";
	return 0;
}

static int creates_others(void *unused, void **result)
{
	ignore_status(asyncio_sleep(1));
	Task *task = asyncio_create_task(tells, "never");
	trace("%d", task == NULL);
	task = loop_create_task(loop, tells, "never");
	trace("%s", why(future_result(task, NULL)));
	task_detach(task);
	trace("%s", why(loop_run_until_complete(loop, NULL, NULL)));
	loop_free(loop); /* which does nothing */
	return -EIO;
}

static void what_a_body_answers_is_its_outcome(void **state)
{
	void *value = NULL;

	begin();
	Future *f = new_future();
	Task *a = new_task(answers_with_a_value, f), *b = new_task(creates_others, NULL);

	make_passes(1);
	loop_close(loop);
	assert_trace("ECANCELED 1 ESHUTDOWN ENOMEM");
	assert_int_equal(future_result(a, &value), 0);
	assert_text((char *)value, "value");
	assert_int_equal(future_result(b, NULL), -EIO);
	future_unref(a);
	future_unref(b);
	future_unref(f);
	loop_free(loop);
}

static int waits_on(void *unused, void **result)
{
	while (asyncio_sleep(1) != 1)
		;
	return 0;
}

static int yields_on(void *unused, void **result)
{
	while (generator_yield(NULL, NULL) != 1)
		;
	return 0;
}

static void closes_all_kinds(void)
{
	static double hour = 3600;
	static const char *const names[] = { "well", "stubborn", "yielding", "new" };
	CoroutineFn *const bodies[] = { waits_for, waits_on, yields_on, waits_for };

	setenv("ASYNCIO_CLOCK", "virtual", 1);
	loop = asyncio_new_event_loop();
	Future *f = loop_create_future(loop);
	for (int i = 0; i < 4; i++) {
		Task *task = loop_create_task(loop, bodies[i], f);
		task_set_name(task, names[i]);
		task_detach(task);
		if (i < 3)
			make_passes(1);
	}
	loop_free(loop);
	printf("%g\n", hour);
	future_unref(f);
}

static void each_is_reported_once_and_who_insists_is_abandoned(void **state)
{
	static const char when[] =
		"was not finished when its loop was closed: it waits for";
	static const char but[] = "waits although its loop is closed: it is abandoned";
	char expected[1024];

	snprintf(expected, sizeof expected,
	         "task 'well' %s a future\n"
	         "task 'stubborn' %s time to pass\ntask 'stubborn' %s\n"
	         "task 'yielding' %s its turn\ntask 'yielding' %s\n"
	         "task 'new' %s its turn\n3600\n",
	         when, when, but, when, but, when);
	assert_int_equal(run_child(closes_all_kinds), 0);
	assert_text(program_output, expected);
}

static int consumes(void *generator, void **result)
{
	void *value;

	trace("%d", generator_next(generator, &value));
	generator_free(generator);
	return 0;
}

static int awaits_inside(void *unused, void **result)
{
	int status = asyncio_sleep(1);

	trace("%s", why(status));
	return generator_yield(NULL, NULL);
}

static void a_generator_inside_is_ended_too(void **state)
{
	begin();
	Task *task = new_task(consumes, generator_new(awaits_inside, NULL));

	make_passes(1);
	loop_close(loop);
	assert_trace("ECANCELED 1");
	assert_int_equal(future_result(task, NULL), 0);
	future_unref(task);
	loop_free(loop);
}

static void a_chain_of_ten_thousand_ends_with_its_loop(void **state)
{
	Task *head = NULL;

	begin();
	for (int i = 0; i < TEN_THOUSAND; i++)
		head = new_task(awaits_the_next, head);
	make_passes(1);
	int lines = dup(STDERR_FILENO); /* one for each */
	assert_non_null(freopen("/dev/null", "w", stderr));
	loop_close(loop);
	dup2(lines, STDERR_FILENO);
	assert_int_equal(future_result(head, NULL), -ECANCELED);
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	future_unref(head);
	loop_free(loop);
}

TESTS(T(every_wait_of_a_closed_loop_is_cancelled),
      T(who_closes_another_loop_still_runs_afterwards),
      T(who_is_awaited_ends_before_who_awaits), T(one_that_has_not_begun_never_does),
      T(what_a_body_answers_is_its_outcome),
      T(each_is_reported_once_and_who_insists_is_abandoned),
      T(a_generator_inside_is_ended_too), T(a_chain_of_ten_thousand_ends_with_its_loop))
