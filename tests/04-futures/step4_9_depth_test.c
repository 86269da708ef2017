/* Rung 4.4.9: gathers of gathers are cancelled, and closed, as deep as memory allows, on
 * stacks that are not that deep. */
#include "core.h"

static Future *gather_gathers(Future *innermost)
{
	for (int i = 0; i < TEN_THOUSAND; i++)
		innermost = asyncio_gather(NULL, innermost);
	return innermost;
}

static int awaits(void *future, void **result)
{
	return await(future, result);
}

/* Coroutines in children, which say what came: a stack that overflows ends the child. */
static int cancels(void *task, void **result)
{
	printf("%d ", task_cancel(task));
	return await(task, NULL);
}

static void cancels_gathers(void)
{
	begin();
	Future *innermost = new_future();
	Task *task = new_task(awaits, gather_gathers(future_ref(innermost)));
	make_passes(1);
	printf("%s ", why(coroutine_status(cancels, task)));
	printf("%s\n", future_cancelled(innermost) ? "cancelled" : "not cancelled");
	succeeds(loop_run_forever(loop));
	future_unref(innermost);
	loop_free(loop);
}

static void gathers_of_gathers_are_cancelled_however_deep_they_are(void **state)
{
	assert_int_equal(run_child(cancels_gathers), 0);
	assert_text(program_output, "1 ECANCELED cancelled\n");
}

/* A gather with nothing left to cancel says so, through all that are around it; one with
 * something left says that, too. */
static int cancels_both(void *gathers, void **result)
{
	Future **both = gathers;

	printf("%d ", future_cancel(both[0]));
	printf("%d ", future_cancel(both[1]));
	return 0;
}

static void cancels_what_is_done(void)
{
	begin();
	Future *innermost = new_future();
	Future *gathers[] = { gather_gathers(future_ref(innermost)),
		              gather_gathers(new_future()) };
	succeeds(future_set_result(innermost, NULL));
	succeeds(coroutine_status(cancels_both, gathers));
	printf("%s ", why(loop_run_until_complete(loop, gathers[0], NULL)));
	printf("%s\n", why(loop_run_until_complete(loop, gathers[1], NULL)));
	future_unref(innermost);
	loop_free(loop);
}

static void gathers_of_what_is_done_cannot_be_cancelled_however_deep(void **state)
{
	assert_int_equal(run_child(cancels_what_is_done), 0);
	assert_text(program_output, "0 1 ok ECANCELED\n");
}

/* Each task awaits a gather of the next task. */
static int gathers_another(void *depth, void **result)
{
	intptr_t left = (intptr_t)depth;

	if (left == 0)
		return asyncio_sleep(1000);
	Task *next = asyncio_create_task(gathers_another, (void *)(left - 1));
	return await(asyncio_gather(NULL, next), NULL);
}

static void cancels_tasks(void)
{
	begin();
	Task *task = new_task(gathers_another, (void *)(intptr_t)TEN_THOUSAND);
	make_passes(TEN_THOUSAND + 2);
	printf("%d ", asyncio_all_tasks(loop, NULL, 0) == TEN_THOUSAND + 1);
	printf("%s ", why(coroutine_status(cancels, task)));
	printf("%d\n", (int)asyncio_all_tasks(loop, NULL, 0));
	loop_free(loop);
}

static void tasks_that_await_gathers_of_tasks_are_cancelled_however_deep(void **state)
{
	assert_int_equal(run_child(cancels_tasks), 0);
	assert_text(program_output, "1 1 ECANCELED 0\n");
}

static void a_loop_with_all_of_these_can_be_closed(void **state)
{
	begin();
	Future *gather = gather_gathers(new_future());
	Future *shield = new_future();
	for (int i = 0; i < TEN_THOUSAND; i++) {
		Future *outer = asyncio_shield(shield);
		future_unref(shield);
		shield = outer;
	}
	Task *task = new_task(gathers_another, (void *)(intptr_t)TEN_THOUSAND);
	make_passes(TEN_THOUSAND + 2);
	assert_int_equal(loop_close(loop), 0);
	assert_true(future_cancelled(gather) && future_cancelled(shield));
	assert_true(future_done(task));
	future_unref(gather);
	future_unref(shield);
	future_unref(task);
	loop_free(loop);
}

/* It answers the first request, and ends with the second one. */
static int needs_two_requests(void *unused, void **result)
{
	printf("%s ", why(asyncio_sleep(1)));
	int status = asyncio_sleep(1);
	printf("%s ", why(status));
	return status;
}

static int cancels_twice(void *gather, void **result)
{
	printf("%d ", future_cancel(gather));
	succeeds(asyncio_sleep(0));
	printf("%d ", future_cancel(gather));
	return await(gather, NULL);
}

static void cancels_gathers_twice(void)
{
	begin();
	Future *gather = gather_gathers(new_task(needs_two_requests, NULL));
	make_passes(1);
	printf("%s\n", why(coroutine_status(cancels_twice, gather)));
	loop_free(loop);
}

static void and_they_can_be_cancelled_again(void **state)
{
	assert_int_equal(run_child(cancels_gathers_twice), 0);
	assert_text(program_output, "1 ECANCELED 1 ECANCELED ECANCELED\n");
}

TESTS(T(gathers_of_gathers_are_cancelled_however_deep_they_are),
      T(gathers_of_what_is_done_cannot_be_cancelled_however_deep),
      T(tasks_that_await_gathers_of_tasks_are_cancelled_however_deep),
      T(a_loop_with_all_of_these_can_be_closed), T(and_they_can_be_cancelled_again))
