/* Rung 4.4.5: a shield. */
#include "several.h"

static const char *outcome(int status)
{
	return status == 0            ? "0"
	       : status == -ECANCELED ? "ECANCELED"
	       : status == -EIO       ? "EIO"
	                              : "-";
}

/* SHD-01 */
static int shields_two(void *arg, void **result)
{
	Task *good = start("good", 1), *bad = start_failing("bad", 2, -EIO);
	void *value = NULL;

	Future *shield = asyncio_shield(good);
	task_detach(good); /* the shield holds it, too */
	trace("%s", outcome(await(shield, &value)));
	trace("%s", text(value));
	trace("%s", outcome(await(asyncio_shield(bad), &value)));
	trace(bad->unseen ? "unseen" : "seen");
	future_unref(bad);
	return 0;
}

static void what_is_shielded_ends_as_it_does(void **state)
{
	run(shields_two, NULL);
	assert_trace("good 0 good bad EIO seen");
	loop_free(loop);
}

/* SHD-02, and the task that awaits it. */
static int shields(void *inner, void **result)
{
	int error = await(asyncio_shield(inner), result);

	trace("%s %d", outcome(error), task_cancelling(asyncio_current_task()));
	return error;
}

static int cancels_a_shield(void *arg, void **result)
{
	Task *inner = start("inner", 2), *awaits = asyncio_create_task(shields, inner);
	Future *shield = asyncio_shield(inner);

	succeeds(asyncio_sleep(1));
	trace("%d", future_cancel(shield));
	trace("%d %d", future_cancelled(shield), future_cancel(shield));
	trace("%d", task_cancel(awaits));
	trace("%s", outcome(await(shield, NULL)));
	trace("%s", outcome(await(awaits, NULL)));
	trace("%d @%g", nobody_waits_for(inner), loop_time(loop));
	return await(inner, NULL);
}

static void to_cancel_it_does_not_cancel_what_is_shielded(void **state)
{
	assert_int_equal(run(cancels_a_shield, NULL), 0);
	assert_trace("1 1 0 1 ECANCELED ECANCELED 1 ECANCELED 1 @1 inner");
	loop_free(loop);
}

/* SHD-03 */
static int cancels_the_inner_one(void *arg, void **result)
{
	Task *inner = start("inner", 2), *awaits = asyncio_create_task(shields, inner);
	Future *shield = asyncio_shield(inner);

	succeeds(asyncio_sleep(1));
	task_cancel(inner);
	trace("%s", outcome(future_wait(shield)));
	trace("%d", future_cancelled(shield));
	trace("%s", outcome(await(awaits, NULL)));
	future_unref(shield);
	future_unref(inner);
	return 0;
}

static void if_what_is_shielded_is_cancelled_it_is_too(void **state)
{
	run(cancels_the_inner_one, NULL);
	assert_trace("inner:stopped ECANCELED 1 ECANCELED 0 ECANCELED");
	loop_free(loop);
}

/* SHD-04 */
static int shields_what_is_done(void *arg, void **result)
{
	Future *done = ready("done"), *shield = asyncio_shield(done);
	void *value = NULL;

	count_passes();
	trace("%d %d", shield == done, asyncio_shield(NULL) == NULL);
	trace("%d", await(shield, &value));
	trace("%s after %d", text(value), passes);
	trace("%d", await(done, NULL));
	return 0;
}

static void what_is_done_needs_no_shield(void **state)
{
	run(shields_what_is_done, NULL);
	assert_trace("1 1 0 done after 0 0");
	loop_free(loop);
}

/* SHD-05 */
static int shields_a_thousand_times(void *arg, void **result)
{
	Future *inner = loop_create_future(loop);
	int cancelled = 0;

	for (int i = 0; i < 1000; i++) {
		Future *shield = asyncio_shield(inner);
		cancelled += future_cancel(shield);
		future_unref(shield);
		future_unref(asyncio_shield(inner)); /* pending, and gone */
	}
	trace("%d %d %u", cancelled, nobody_waits_for(inner), inner->refs);
	future_unref(inner);
	return 0;
}

static void a_thousand_shields_leave_nothing_behind(void **state)
{
	run(shields_a_thousand_times, NULL);
	assert_trace("1000 1 1");
	loop_free(loop);
}

/* SHD-06 */
static int loses_an_error(void *awaited, void **result)
{
	Task *inner = start_failing("inner", 1, -EIO);
	Future *shield = asyncio_shield(inner);

	printf("%d", future_cancel(shield));
	fflush(stdout);
	future_unref(shield);
	succeeds(asyncio_sleep(2));
	if (awaited != NULL)
		ignore_status(await(inner, NULL));
	else
		future_unref(inner);
	return 0;
}

static void run_loses_an_error(void)
{
	run(loses_an_error, NULL);
	loop_free(loop);
}

static void run_awaits_the_error(void)
{
	run(loses_an_error, "later");
	loop_free(loop);
}

static void an_error_behind_a_cancelled_shield_is_reported_once(void **state)
{
	char line[100];

	assert_int_equal(run_child(run_loses_an_error), 0);
	snprintf(line, sizeof line,
	         "1the error of task 'Task-2' was never looked at: %s\n", strerror(EIO));
	assert_text(program_output, line);
}

static void unless_somebody_awaits_it(void **state)
{
	assert_int_equal(run_child(run_awaits_the_error), 0);
	assert_text(program_output, "1");
}

/* SHD-07 */
static int shields_a_gather(void *arg, void **result)
{
	void *results[2] = { NULL, NULL };
	Future *both = asyncio_gather(results, start("a", 1), start("b", 2));
	Future *shield = asyncio_shield(both);

	succeeds(asyncio_sleep(0));
	trace("%d", future_cancel(shield));
	future_unref(shield);
	trace("%s", outcome(await(both, NULL)));
	trace("%s %s", text(results[0]), text(results[1]));
	return 0;
}

static void a_gather_behind_a_cancelled_shield_completes(void **state)
{
	run(shields_a_gather, NULL);
	assert_trace("1 a b 0 a b");
	loop_free(loop);
}

/* SHD-08 */
static int critical_section(void *arg, void **result)
{
	Task *inner = start("written", 2);
	int error = await(asyncio_shield(inner), NULL);

	if (error == -ECANCELED) {
		trace("not yet");
		succeeds(await(inner, NULL));
	} else {
		future_unref(inner);
	}
	return error;
}

static int cancels_a_critical_section(void *arg, void **result)
{
	Task *task = asyncio_create_task(critical_section, NULL);

	succeeds(asyncio_sleep(1));
	trace("%d", task_cancel(task));
	trace("%s", outcome(future_wait(task)));
	trace("%d @%g", future_cancelled(task), loop_time(loop));
	future_unref(task);
	return 0;
}

static void a_task_may_sit_out_what_it_has_shielded(void **state)
{
	run(cancels_a_critical_section, NULL);
	assert_trace("1 not yet written ECANCELED 1 @2");
	loop_free(loop);
}

/* TICK-08 */
static int counts_passes(void *arg, void **result)
{
	Future *inner = loop_create_future(loop);
	Handle soon = HANDLE(set, inner);

	count_passes();
	loop_call_soon(loop, &soon);
	trace("%s", outcome(await(asyncio_shield(inner), NULL)));
	trace("in pass %d", passes);
	handle_cancel(&soon);
	future_unref(inner);
	return 0;
}

static void it_takes_two_passes_from_inner_to_who_awaits_it(void **state)
{
	run(counts_passes, NULL);
	assert_trace("0 in pass 3");
	loop_free(loop);
}

/* Inner is done, but the handle of the shield has not been called. */
static int cancels_in_between(void *arg, void **result)
{
	Future *inner = loop_create_future(loop), *shield = asyncio_shield(inner);
	Future *other = asyncio_shield(inner), *outer = asyncio_shield(other);

	trace("%u", inner->refs);
	future_set_result(inner, "value");
	trace("%d", future_cancel(shield));
	trace("%s", outcome(await(shield, NULL)));
	trace("%d", future_set_result(outer, NULL) == -EINVAL);
	trace("%s", outcome(await(outer, result)));
	trace("%s", text(*result));
	trace("%u", inner->refs);
	future_unref(other);
	future_unref(inner);
	return 0;
}

static void it_may_be_cancelled_before_it_hears_that_inner_is_done(void **state)
{
	run(cancels_in_between, NULL);
	assert_trace("3 1 ECANCELED 1 0 value 1");
	loop_free(loop);
}

static int shields_without_memory(void *arg, void **result)
{
	Future *inner = loop_create_future(loop);

	take_memory();
	Future *shield = asyncio_shield(inner);
	give_memory();
	should_be_so(shield == NULL);
	should_be_so(inner->refs == 1);
	should_be_so(nobody_waits_for(inner));
	should_be_so(asyncio_shield(inner) != NULL);
	printf("ran");
	return 0;
}

static void run_without_memory(void)
{
	run(shields_without_memory, NULL);
}

static void without_memory_there_is_none(void **state)
{
	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers need more memory than that");
	assert_int_equal(run_child(run_without_memory), 0);
	assert_text(program_output, "ran");
}

/* A shield that is cancelled, and still there, does not change any more when inner is
 * done. */
static int keeps_a_cancelled_shield(void *arg, void **result)
{
	Future *inner = loop_create_future(loop), *shield = asyncio_shield(inner);

	trace("%d", future_cancel(shield));
	trace("%d %u", nobody_waits_for(inner), inner->refs);
	future_set_result(inner, "value");
	succeeds(asyncio_sleep(0));
	succeeds(asyncio_sleep(0));
	trace("%s", future_cancelled(shield) ? "cancelled" : "changed");
	unref_all((Future *[]){ inner, shield }, 2);
	return 0;
}

static void one_that_is_cancelled_has_left_what_is_behind_it(void **state)
{
	run(keeps_a_cancelled_shield, NULL);
	assert_trace("1 1 1 cancelled");
	loop_free(loop);
}

static void a_closed_loop_has_no_more_shields(void **state)
{
	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	Future *inner = loop_create_future(loop);

	loop_close(loop);
	Future *shield = asyncio_shield(inner);
	assert_int_equal(future_result(shield, NULL), -ESHUTDOWN);
	assert_int_equal(inner->refs, 1);
	future_unref(shield);
	future_unref(inner);
	loop_free(loop);
}

TESTS(T(what_is_shielded_ends_as_it_does),
      T(to_cancel_it_does_not_cancel_what_is_shielded),
      T(if_what_is_shielded_is_cancelled_it_is_too), T(what_is_done_needs_no_shield),
      T(a_thousand_shields_leave_nothing_behind),
      T(an_error_behind_a_cancelled_shield_is_reported_once),
      T(unless_somebody_awaits_it), T(a_gather_behind_a_cancelled_shield_completes),
      T(a_task_may_sit_out_what_it_has_shielded),
      T(it_takes_two_passes_from_inner_to_who_awaits_it),
      T(it_may_be_cancelled_before_it_hears_that_inner_is_done),
      T(without_memory_there_is_none),
      T(one_that_is_cancelled_has_left_what_is_behind_it),
      T(a_closed_loop_has_no_more_shields))
